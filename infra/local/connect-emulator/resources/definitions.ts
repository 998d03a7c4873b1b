import { ApiError, type Problem, refuseProblems } from '../http/api-error.ts'
import type { EmulatorRequest } from '../http/request.ts'
import { type EmulatorResponse, jsonResponse } from '../http/response.ts'
import { checkShape } from '../rules/check-shape.ts'
import { acceptProblems, type Resolve, readContent } from '../rules/definition-rules.ts'
import type { SchemaCheck } from '../rules/json-schema.ts'
import { DefinitionsCreateShape, DefinitionUpdateShape } from '../rules/shapes.ts'
import type { Version } from '../state/model.ts'
import type { DefinitionRecord } from '../state/records.ts'
import { findDraft, findItem, findVersion, keyOf, refuseTakenName } from './find.ts'
import { takePage } from './paging.ts'
import { renderDefinition } from './render.ts'
import { idOfSchemaUrl, schemaFolder } from './schema-url.ts'

const REQUEST_REFERENCE = /^#\/\$defs\/([a-zA-Z0-9_-]+)$/

/** Resolves `#/$defs/NAME` to a definition of the request, and a URL to a definition of the version. */
const resolver = (request: EmulatorRequest, version: Version, created: ReadonlyMap<string, string>): Resolve => {
  const folder = schemaFolder(request, version)
  return reference => {
    const [, name] = REQUEST_REFERENCE.exec(reference) ?? []
    return name === undefined ? version.definitions.byId(idOfSchemaUrl(reference, folder) ?? '')?.id : created.get(name)
  }
}

/** @throws ApiError 409 for a name that is in the request twice or in the version already */
const refuseTakenNames = (definitions: readonly { readonly name: string }[], version: Version): void => {
  const seen = new Set<string>()
  const fields = definitions.flatMap(({ name }, index) => {
    const repeated = seen.has(name)
    seen.add(name)
    const field = `definitions[${index}].name`
    if (repeated) return [{ field, message: `"${name}" is a duplicate in this request` }]
    return version.definitions.byName(name) === undefined ? [] : [{ field, message: `"${name}" already exists` }]
  })
  const [first] = fields
  if (first === undefined) return
  throw new ApiError(409, 'definition_exists', `${first.field}: ${first.message}. Nothing was created.`, { fields })
}

export function listDefinitions(request: EmulatorRequest): EmulatorResponse {
  const version = findVersion(request)
  const folder = schemaFolder(request, version)
  const { items, ...page } = takePage(version.definitions.values(), request.query)
  return jsonResponse(200, { ...page, definitions: items.map(record => renderDefinition(record, version, folder)) })
}

/** Creates all definitions of the request, or none when one is invalid. */
export function createDefinitions(check: SchemaCheck) {
  return (request: EmulatorRequest): EmulatorResponse => {
    const version = findDraft(request)
    const { definitions } = checkShape(DefinitionsCreateShape, request.body)
    refuseTakenNames(definitions, version)
    const ids = new Map(definitions.map(({ name }) => [name, request.nextId()]))
    const resolve = resolver(request, version, ids)
    const problems: Problem[] = []
    const records = definitions.map(({ schema, ...rest }, index): DefinitionRecord => {
      const field = `definitions[${index}]`
      const reading = readContent(schema, `${field}.schema`, { resolve, check })
      problems.push(...acceptProblems(rest.accept, `${field}.accept`, request.variants), ...reading.problems)
      return { id: ids.get(rest.name) ?? '', ...rest, content: schema.content, links: reading.links }
    })
    refuseProblems(problems)
    const key = keyOf(request, version)
    request.store.commit(records.map(record => ({ change: 'put-definition', in: key, record })))
    const folder = schemaFolder(request, version)
    return jsonResponse(201, { definitions: records.map(record => renderDefinition(record, version, folder)) })
  }
}

export function getDefinition(request: EmulatorRequest): EmulatorResponse {
  const version = findVersion(request)
  const definition = findItem(request, 'definition', version.definitions)
  return jsonResponse(200, renderDefinition(definition, version, schemaFolder(request, version)))
}

/** Replaces the name, media types and description, and the schema if one is sent. */
export function updateDefinition(check: SchemaCheck) {
  return (request: EmulatorRequest): EmulatorResponse => {
    const version = findDraft(request)
    const stored = findItem(request, 'definition', version.definitions)
    const { schema, ...rest } = checkShape(DefinitionUpdateShape, request.body)
    if (rest.id !== stored.id) {
      refuseProblems([{ code: 'read_only', field: 'id', message: `is read-only; it is "${stored.id}"` }])
    }
    refuseTakenName('definition', rest.name, version.definitions, stored.id)
    const resolve = resolver(request, version, new Map([[rest.name, stored.id]]))
    const reading = schema && readContent(schema, 'schema', { resolve, check })
    refuseProblems([...acceptProblems(rest.accept, 'accept', request.variants), ...(reading?.problems ?? [])])
    const record = { ...rest, content: schema?.content ?? stored.content, links: reading?.links ?? stored.links }
    request.store.commit([{ change: 'put-definition', in: keyOf(request, version), record }])
    return jsonResponse(200, renderDefinition(record, version, schemaFolder(request, version)))
  }
}
