import { omitField } from '../../diagnostics/omissions.ts'
import { reportText } from '../../diagnostics/report.ts'
import type { Located } from '../../json/location.ts'
import { getField, isMapping, type Mapping, sortedKeys } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import { resolveLayers } from '../references/chain.ts'
import { type Context, mappingAt } from './context.ts'
import { ofKind } from './expect-kind.ts'
import { exactFirst } from './fields.ts'
import type { MediaType, Response } from './model.ts'
import { reportUnknownFields } from './unknown-fields.ts'

/** How a dialect tells the content of a response. */
export type ReadResponseContent = (context: Context, response: Located<Mapping>) => readonly MediaType[]

/** Responses Object: status codes, ranges and the default. */
export function readResponses(context: Context, node: Located, readContent: ReadResponseContent): Response[] {
  if (node.value === undefined) return []
  if (!isMapping(node.value)) {
    reportText(
      context.problems,
      'warning',
      'malformed',
      node.at,
      'The responses are no mapping by status code; they were left out.',
    )
    return []
  }
  const found = new Map<Response['status'], Response>()
  // The responses of several operations may stand together in a file of their own.
  for (const layer of resolveLayers(context, node, 'The responses')) addResponses(context, layer, readContent, found)
  return [...found.values()]
}

const addResponses = (
  context: Context,
  responses: Located<Mapping>,
  readContent: ReadResponseContent,
  found: Map<Response['status'], Response>,
): void => {
  // Sorted, so that of two spellings the same one counts, whatever their order.
  for (const key of exactFirst(sortedKeys(responses.value), isExact)) {
    const here = getField(responses, key)
    if (key.startsWith('x-') || (key === '$ref' && typeof here.value === 'string')) continue
    const status = statusOf(key)
    if (status === undefined) {
      reportText(
        context.problems,
        'warning',
        'status-invalid',
        here.at,
        `${quote(key)} is no status code; the response was left out.`,
      )
      continue
    }
    if (found.has(status)) {
      const message = `The status ${status} is there already; this one was left out.`
      reportText(context.problems, 'warning', 'status-repeated', here.at, message)
      continue
    }
    if (!isExact(key))
      reportText(
        context.problems,
        'info',
        'keyword-coerced',
        here.at,
        `${quote(key)} was read as the status ${status}.`,
      )
    const reached = mappingAt(context, here, 'A response')
    const response = reached && ofKind(context, here, reached, 'response')
    if (response !== undefined) {
      leaveOutParts(context, response)
      reportUnknownFields(context, 'response', response)
    }
    const content = response === undefined ? [] : readContent(context, response)
    // A response that can't be read still tells its status.
    found.set(status, { status, content, at: response?.at ?? here.at })
  }
}

/** Response Object: what an action has no place for. */
const leaveOutParts = ({ omissions }: Context, response: Located<Mapping>): void => {
  omitField(omissions, 'response-headers-not-imported', response, 'headers')
  omitField(omissions, 'links-not-imported', response, 'links')
}

/** Responses Object: a code, a range with an upper-case X, or the default. */
const isExact = (key: string): boolean => /^(?:[1-5](?:\d\d|XX)|default)$/.test(key)

const statusOf = (key: string): Response['status'] | undefined => {
  const trimmed = key.trim()
  if (trimmed.toLowerCase() === 'default') return 'default'
  if (/^[1-5]xx$/i.test(trimmed)) return trimmed.toUpperCase() as Response['status']
  return /^[1-5]\d\d$/.test(trimmed) ? Number(trimmed) : undefined
}
