import type { Diagnostic } from '../diagnostic.ts'
import { type Context, mappingAt } from './context.ts'
import { flagAt } from './flag.ts'
import { leaveOut } from './left-out.ts'
import { readContent } from './media-type.ts'
import type { Operation } from './model.ts'
import { readParameter, readParameters } from './parameter.ts'
import type { Endpoint } from './path-item.ts'
import type { Located } from './place.ts'
import { readRequestBody } from './request-body.ts'
import { readResponses } from './response.ts'
import { readServers } from './server.ts'
import { isSent, mediaTypesOf, readSwaggerBody, readSwaggerParameter, readSwaggerResponseContent } from './swagger.ts'
import { reportUnknownFields } from './unknown-fields.ts'
import { asMapping, asText, at as atKey, type Mapping, own } from './value.ts'

/** Operation Object of any dialect; undefined where there is none, which `problems` then tells. */
export const readOperation = (
  outer: Context,
  endpoint: Endpoint,
): { operation?: Operation; problems: Diagnostic[] } => {
  const problems: Diagnostic[] = []
  const context: Context = { ...outer, problems }
  const node = mappingAt(context, endpoint.node, 'An operation')
  if (node === undefined) return { problems }
  const { value, at } = node
  const owners = [node, ...endpoint.pathItem]
  reportUnknownFields(context, 'operation', node)
  leaveOut(context.leftOut, 'callbacks-not-imported', node, 'callbacks')
  leaveOut(context.leftOut, 'security-not-imported', node, 'security')
  const servers = readOwnServers(context, owners)
  const { parameters, body, responses } =
    context.dialect === '2.0' ? readSwagger(context, node, owners) : readOpenApi(context, node, owners)
  return {
    operation: {
      method: endpoint.method,
      path: endpoint.path,
      at,
      operationId: operationIdOf(value),
      summary: firstText(owners, 'summary'),
      description: firstText(owners, 'description'),
      deprecated: flagAt(context, node, 'deprecated') === true,
      tags: readTags(value),
      externalDocs: readExternalDocs(node),
      servers,
      parameters,
      body,
      responses,
      problems,
    },
    problems,
  }
}

export const operationIdOf = (operation: Mapping): string | undefined => asText(own(operation, 'operationId'))

/** What the operation says of itself, or else its path item. */
const firstText = (owners: readonly Node[], key: string): string | undefined => {
  for (const { value } of owners) {
    const text = asText(own(value, key))
    if (text !== undefined && text !== '') return text
  }
  return undefined
}

type Payload = Pick<Operation, 'parameters' | 'body' | 'responses'>
type Node = Located<Mapping>

const readOpenApi = (context: Context, node: Node, owners: readonly Node[]): Payload => {
  const parameters = readParameters(context, owners, readParameter)
  const body = readRequestBody(context, atKey(node, 'requestBody'))
  const responses = readResponses(context, atKey(node, 'responses'), (inner, response) =>
    readContent(inner, atKey(response, 'content')),
  )
  return { parameters, body, responses }
}

const readSwagger = (context: Context, node: Node, owners: readonly Node[]): Payload => {
  const parameters = readParameters(context, owners, readSwaggerParameter)
  const body = readSwaggerBody(context, node, parameters)
  const produces = mediaTypesOf(context, node, 'produces')
  const responses = readResponses(context, atKey(node, 'responses'), readSwaggerResponseContent(produces))
  return { parameters: parameters.filter(isSent), body, responses }
}

/** The closest level's servers count; the document's are the same for all and so are left to the whole. */
const readOwnServers = (context: Context, owners: readonly Node[]): Operation['servers'] => {
  if (context.dialect === '2.0') return undefined
  for (const owner of owners) {
    const servers = readServers(context, owner)
    if (servers !== undefined) return servers
  }
  return undefined
}

const readTags = (operation: Mapping): string[] => {
  const tags = own(operation, 'tags')
  return Array.isArray(tags) ? tags.flatMap(tag => asText(tag) ?? []) : []
}

/** External Documentation Object. */
const readExternalDocs = (node: Node): Operation['externalDocs'] => {
  const docs = asMapping(own(node.value, 'externalDocs'))
  const url = docs && asText(own(docs, 'url'))
  const description = docs && asText(own(docs, 'description'))
  return url === undefined ? undefined : { url, description }
}
