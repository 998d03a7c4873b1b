import { malformed, statusInvalid, statusRepeated } from '../../diagnostics/kinds/objects.ts'
import { keywordCoerced } from '../../diagnostics/kinds/schemas.ts'
import { omitField } from '../../diagnostics/omissions.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located } from '../../json/location.ts'
import { getField, isMapping, type Mapping, sortedKeys } from '../../json/mapping.ts'
import { resolveLayers } from '../references/chain.ts'
import { type Context, mappingAt } from './context.ts'
import { ofKind } from './expect-kind.ts'
import { exactFirst } from './fields.ts'
import type { MediaType, Response } from './model.ts'
import { reportUnknownFields } from './unknown-fields.ts'

/** Reads the content of a Response Object of one version. */
export type ReadResponseContent = (context: Context, response: Located<Mapping>) => readonly MediaType[]

/**
 * Reads a Responses Object: status codes, ranges and `default`.
 * @see https://spec.openapis.org/oas/v3.2.0.html#responses-object
 */
export function readResponses(context: Context, node: Located, readContent: ReadResponseContent): Response[] {
  if (node.value === undefined) return []
  if (!isMapping(node.value)) {
    report(context.problems, malformed.notKeyedBy('responses', 'status code'), node.at)
    return []
  }
  const found = new Map<Response['status'], Response>()
  // responses can be a $ref that several operations share.
  for (const layer of resolveLayers(context, node, 'a Responses Object'))
    addResponses(context, layer, readContent, found)
  return [...found.values()]
}

const addResponses = (
  context: Context,
  responses: Located<Mapping>,
  readContent: ReadResponseContent,
  found: Map<Response['status'], Response>,
): void => {
  // Sorted, so that the choice between two spellings does not depend on their order.
  for (const key of exactFirst(sortedKeys(responses.value), isExact)) {
    const here = getField(responses, key)
    if (key.startsWith('x-') || (key === '$ref' && typeof here.value === 'string')) continue
    const status = statusOf(key)
    if (status === undefined) {
      report(context.problems, statusInvalid.ignored(key), here.at)
      continue
    }
    if (found.has(status)) {
      report(context.problems, statusRepeated.ignored(status), here.at)
      continue
    }
    if (!isExact(key)) report(context.problems, keywordCoerced.status(key, status), here.at)
    const reached = mappingAt(context, here, 'a Response Object')
    const response = reached && ofKind(context, here, reached, 'response')
    if (response !== undefined) {
      countOmissions(context, response)
      reportUnknownFields(context, 'response', response)
    }
    const content = response === undefined ? [] : readContent(context, response)
    // The status of an invalid response is kept.
    found.set(status, { status, content, at: response?.at ?? here.at })
  }
}

/** Counts the parts of a Response Object that are not imported. */
const countOmissions = ({ omissions }: Context, response: Located<Mapping>): void => {
  omitField(omissions, 'response-headers-not-imported', response, 'headers')
  omitField(omissions, 'links-not-imported', response, 'links')
}

/** Returns true for a code, a range with upper-case X, or `default`. */
const isExact = (key: string): boolean => /^(?:[1-5](?:\d\d|XX)|default)$/.test(key)

const statusOf = (key: string): Response['status'] | undefined => {
  const trimmed = key.trim()
  if (trimmed.toLowerCase() === 'default') return 'default'
  if (/^[1-5]xx$/i.test(trimmed)) return trimmed.toUpperCase() as Response['status']
  return /^[1-5]\d\d$/.test(trimmed) ? Number(trimmed) : undefined
}
