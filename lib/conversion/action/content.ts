import type { ActionRequestBody, ActionResponse, ByName, DefinitionLink } from '../../contract/requests.ts'
import { bodyUnusual, bodyWithoutMediaType, responseAdded, responseRange } from '../../diagnostics/kinds/bodies.ts'
import { report } from '../../diagnostics/report.ts'
import { getOwn, isMapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { MediaType, Operation, RequestBody, Response } from '../../openapi/objects/model.ts'
import { isReference } from '../../openapi/references/walk.ts'
import type { Drafts } from '../definitions/drafts.ts'
import type { Owner } from '../naming/body-owner.ts'
import { hasUsedSiblings } from '../schemas/kept-siblings.ts'
import { reportSchemaSiblings } from '../schemas/translate-schema.ts'
import type { ShapeContext } from '../shapes/value-shape.ts'
import { reportEncodings } from './encoding.ts'
import { statusesOf } from './status-ranges.ts'

const BODILESS = new Set(['GET', 'HEAD', 'DELETE'])

/**
 * Converts a Request Body Object to `requestBody`, with a definition for each schema.
 * @see https://spec.openapis.org/oas/v3.1.1.html#request-body-object
 */
export function convertBody(
  context: ShapeContext,
  drafts: Drafts,
  name: string,
  operation: Operation,
): ActionRequestBody<ByName> | undefined {
  const { body, method } = operation
  if (body === undefined) return undefined
  if (BODILESS.has(method) && !isEmptyBody(context, body)) report(context.problems, bodyUnusual.kept(method), body.at)
  if (body.content.length === 0) report(context.problems, bodyWithoutMediaType.noDefinition(), body.at)
  reportEncodings(context, body.content)
  return { required: body.required, definitions: link(context, drafts, body.content, { name, role: 'Request' }) }
}

/** Returns true for an optional body with explicitly no properties, as generators write for each operation. */
const isEmptyBody = ({ resolver }: Context, { required, content }: RequestBody): boolean =>
  !required &&
  content.length > 0 &&
  content.every(({ schema }) => {
    const resolution = schema && resolver.follow(schema)
    const value = resolution?.ok ? resolution.value.value : undefined
    if (!isMapping(value)) return false
    const properties = getOwn(value, 'properties')
    const isBare = Object.keys(value).every(key => EMPTY_SCHEMA.has(key) || key.startsWith('x-'))
    return isBare && isMapping(properties) && Object.keys(properties).length === 0
  })

const EMPTY_SCHEMA = new Set(['type', 'properties', 'title', 'description'])

/**
 * Converts a Responses Object to `responses`: at least one, ascending by status, the default last.
 * @see https://spec.openapis.org/oas/v3.1.1.html#responses-object
 */
export function convertResponses(
  context: Context,
  drafts: Drafts,
  name: string,
  operation: Operation,
): ActionResponse<ByName>[] {
  if (operation.responses.length === 0) {
    report(context.problems, responseAdded.added(), operation.at)
    return [{ definitions: [] }]
  }
  const linkResponse = ({ content, status }: Response): DefinitionLink<ByName>[] =>
    link(context, drafts, content, { name, role: `Response_${status}` })
  const byStatus = new Map<number | undefined, ActionResponse<ByName>>()
  for (const response of operation.responses) {
    if (typeof response.status === 'string' && response.status !== 'default') continue
    const status = response.status === 'default' ? undefined : response.status
    const definitions = linkResponse(response)
    byStatus.set(status, status === undefined ? { definitions } : { status, definitions })
  }
  for (const range of operation.responses) {
    const statuses = statusesOf(range.status)
    if (statuses === undefined) continue
    const missing = statuses.filter(status => !byStatus.has(status))
    const name = String(range.status)
    const entry = missing.length > 0 ? responseRange.expanded(name, missing) : responseRange.ignored(name)
    report(context.problems, entry, range.at)
    const definitions = missing.length > 0 ? linkResponse(range) : []
    for (const status of missing) byStatus.set(status, { status, definitions })
  }
  return [...byStatus.values()].sort((a, b) => (a.status ?? 1000) - (b.status ?? 1000))
}

const link = (
  context: Context,
  drafts: Drafts,
  content: readonly MediaType[],
  owner: Owner,
): DefinitionLink<ByName>[] => {
  if (content.length === 0) return []
  for (const [i, { schema }] of content.entries()) {
    // In 2.0, all media types share one. A schema with siblings that are kept gets its own definition, which reports the others.
    const isReported = schema === undefined || schema === content[i - 1]?.schema || isOwn(context, schema.value)
    if (!isReported) reportSchemaSiblings(context, schema)
  }
  return drafts.forContent(content, owner).map(({ label }) => ({ definition: label }))
}

const isOwn = ({ dialect }: Context, schema: unknown): boolean =>
  isReference(schema) && hasUsedSiblings(dialect, schema)
