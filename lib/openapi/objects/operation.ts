import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { malformed } from '../../diagnostics/kinds/objects.ts'
import { omitField } from '../../diagnostics/omissions.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located } from '../../json/location.ts'
import { asText, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { ShareParameters } from './alike-parameters.ts'
import { type Context, mappingAt } from './context.ts'
import { ofKind } from './expect-kind.ts'
import { flagAt, textAt } from './fields.ts'
import { readContent } from './media-type.ts'
import type { Operation } from './model.ts'
import { readParameter, readParameters } from './parameter.ts'
import type { Endpoint } from './path-item.ts'
import { readRequestBody } from './request-body.ts'
import { readResponses } from './response.ts'
import { readOwnServers } from './server.ts'
import { isSent, mediaTypesOf, readSwaggerBody, readSwaggerParameter, readSwaggerResponseContent } from './swagger.ts'
import { reportUnknownFields } from './unknown-fields.ts'

/**
 * Reads an Operation Object of any version; `operation` is undefined if it is not an object.
 * @param share shares the results of parameters that operations repeat
 * @see https://spec.openapis.org/oas/v3.2.0.html#operation-object
 * @see https://spec.openapis.org/oas/v2.0.html#operation-object
 */
export function readOperation(
  outer: Context,
  endpoint: Endpoint,
  share: ShareParameters = read => read,
): { operation?: Operation; problems: Diagnostic[] } {
  const problems: Diagnostic[] = []
  const context: Context = { ...outer, problems }
  const reached = mappingAt(context, endpoint.node, 'an Operation Object', ['summary', 'description'])
  const node = reached && ofKind(context, endpoint.node, reached, 'operation')
  if (node === undefined) return { problems }
  const { at } = node
  const owners = [node, ...endpoint.pathItem]
  reportUnknownFields(context, 'operation', node)
  omitField(context.omissions, 'security-not-imported', node, 'security')
  // The servers of the document are read once for all operations.
  const servers = readOwnServers(context, owners)
  const { parameters, body, responses } =
    context.dialect === '2.0' ? readSwagger(context, node, owners, share) : readOpenApi(context, node, owners, share)
  return {
    operation: {
      method: endpoint.method,
      path: endpoint.path,
      at,
      operationId: textAt(context, node, 'operationId'),
      summary: firstText(context, node, endpoint, 'summary'),
      description: firstText(context, node, endpoint, 'description'),
      deprecated: flagAt(context, node, 'deprecated') === true,
      tags: readTags(context, node),
      externalDocs: readExternalDocs(context, node),
      servers,
      parameters,
      body,
      responses,
      security: getField(node, 'security'),
      problems,
    },
    problems,
  }
}

/** Returns the `operationId` of an Operation Object. */
export function operationIdOf(operation: Mapping): string | undefined {
  return asText(getOwn(operation, 'operationId'))
}

/** Returns a string field of the operation, or of its path item, whose fields are checked when it is read. */
const firstText = (context: Context, node: Node, { pathItem }: Endpoint, key: string): string | undefined => {
  const text = textAt(context, node, key)
  if (text !== undefined && text !== '') return text
  for (const { value } of pathItem) {
    const shared = asText(getOwn(value, key))
    if (shared !== undefined && shared !== '') return shared
  }
  return undefined
}

type Payload = Pick<Operation, 'parameters' | 'body' | 'responses'>
type Node = Located<Mapping>

const readOpenApi = (context: Context, node: Node, owners: readonly Node[], share: ShareParameters): Payload => {
  const parameters = readParameters(context, owners, share(readParameter))
  const body = readRequestBody(context, getField(node, 'requestBody'))
  const responses = readResponses(context, getField(node, 'responses'), readContent)
  return { parameters, body, responses }
}

const readSwagger = (context: Context, node: Node, owners: readonly Node[], share: ShareParameters): Payload => {
  const parameters = readParameters(context, owners, share(readSwaggerParameter))
  const body = readSwaggerBody(context, node, parameters)
  const produces = mediaTypesOf(context, node, 'produces')
  checkSchemes(context, node)
  const responses = readResponses(context, getField(node, 'responses'), readSwaggerResponseContent(produces))
  return { parameters: parameters.filter(isSent), body, responses }
}

/** Reports `schemes` of another type. Its value is not used: the connector's base URL has the scheme. */
const checkSchemes = ({ problems }: Context, { value, at }: Node): void => {
  const schemes = getOwn(value, 'schemes')
  if (schemes === undefined || schemes === null || Array.isArray(schemes)) return
  report(problems, malformed.fieldType('schemes', 'an array', schemes), child(at, 'schemes'))
}

const readTags = (context: Context, node: Node): string[] => {
  const tags = getOwn(node.value, 'tags')
  if (tags === undefined || tags === null) return []
  const at = child(node.at, 'tags')
  if (!Array.isArray(tags)) {
    report(context.problems, malformed.fieldType('tags', 'an array', tags), at)
    return []
  }
  return tags.flatMap((tag: unknown, index) => {
    const text = asText(tag)
    if (text !== undefined) return text
    report(context.problems, malformed.fieldType('A tag', 'a string', tag), child(at, index))
    return []
  })
}

/** @see https://spec.openapis.org/oas/v3.2.0.html#external-documentation-object */
const readExternalDocs = (context: Context, node: Node): Operation['externalDocs'] => {
  const { value, at } = getField(node, 'externalDocs')
  if (value === undefined || value === null) return undefined
  if (!isMapping(value)) {
    report(context.problems, malformed.fieldType('externalDocs', 'an object', value), at)
    return undefined
  }
  const docs = { value, at }
  const url = textAt(context, docs, 'url')
  const description = textAt(context, docs, 'description')
  if (url !== undefined) return { url, description }
  report(context.problems, malformed.fieldMissing('externalDocs', 'url'), at)
  return undefined
}
