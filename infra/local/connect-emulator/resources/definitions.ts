import { type Answer, jsonAnswer } from '../http/answer.ts'
import { ApiError, type Problem, refuseProblems } from '../http/api-error.ts'
import type { Call } from '../http/call.ts'
import { checkShape } from '../rules/check-shape.ts'
import { acceptProblems, type Resolve, readContent } from '../rules/definition-rules.ts'
import type { SchemaCheck } from '../rules/json-schema.ts'
import { DefinitionsCreateShape, DefinitionUpdateShape } from '../rules/shapes.ts'
import type { Version } from '../state/model.ts'
import type { DefinitionRecord } from '../state/records.ts'
import { findDraft, findItem, findVersion, keyOf, refuseTakenName } from './find.ts'
import { takePage } from './paging.ts'
import { renderDefinition } from './render.ts'
import { idOfSchemaUrl, schemaPlace } from './schema-url.ts'

const REQUEST_REFERENCE = /^#\/\$defs\/([a-zA-Z0-9_-]+)$/

/** Resolves `#/$defs/NAME` among the definitions of one request, and urls among those of the version. */
const resolver = (call: Call, version: Version, request: ReadonlyMap<string, string>): Resolve => {
  const place = schemaPlace(call, version)
  return reference => {
    const [, name] = REQUEST_REFERENCE.exec(reference) ?? []
    return name === undefined ? version.definitions.byId(idOfSchemaUrl(reference, place) ?? '')?.id : request.get(name)
  }
}

/** 409 for a name that the request has twice or that the version has already. */
const refuseTakenNames = (definitions: readonly { readonly name: string }[], version: Version): void => {
  const seen = new Set<string>()
  const fields = definitions.flatMap(({ name }, index) => {
    const repeated = seen.has(name)
    seen.add(name)
    const field = `definitions[${index}].name`
    if (repeated) return [{ field, message: `"${name}" occurs more than once in this request` }]
    return version.definitions.byName(name) === undefined ? [] : [{ field, message: `"${name}" exists already` }]
  })
  const [first] = fields
  if (first === undefined) return
  throw new ApiError(409, 'definition_exists', `${first.field}: ${first.message}. Nothing was created.`, { fields })
}

export function listDefinitions(call: Call): Answer {
  const version = findVersion(call)
  const place = schemaPlace(call, version)
  const { items, ...page } = takePage(version.definitions.values(), call.query)
  return jsonAnswer(200, { ...page, definitions: items.map(record => renderDefinition(record, version, place)) })
}

/** Creates all definitions of the request or, when one of them is refused, none. */
export function createDefinitions(check: SchemaCheck) {
  return (call: Call): Answer => {
    const version = findDraft(call)
    const { definitions } = checkShape(DefinitionsCreateShape, call.body)
    refuseTakenNames(definitions, version)
    const ids = new Map(definitions.map(({ name }) => [name, call.nextId()]))
    const resolve = resolver(call, version, ids)
    const problems: Problem[] = []
    const records = definitions.map(({ schema, ...rest }, index): DefinitionRecord => {
      const field = `definitions[${index}]`
      const reading = readContent(schema, `${field}.schema`, { resolve, check })
      problems.push(...acceptProblems(rest.accept, `${field}.accept`), ...reading.problems)
      return { id: ids.get(rest.name) ?? '', ...rest, content: schema.content, links: reading.links }
    })
    refuseProblems(problems)
    const key = keyOf(call, version)
    call.store.commit(records.map(record => ({ change: 'put-definition', in: key, record })))
    const place = schemaPlace(call, version)
    return jsonAnswer(201, { definitions: records.map(record => renderDefinition(record, version, place)) })
  }
}

export function getDefinition(call: Call): Answer {
  const version = findVersion(call)
  const definition = findItem(call, 'definition', version.definitions)
  return jsonAnswer(200, renderDefinition(definition, version, schemaPlace(call, version)))
}

/** Replaces name, media types and description, and the schema where one is sent. */
export function updateDefinition(check: SchemaCheck) {
  return (call: Call): Answer => {
    const version = findDraft(call)
    const stored = findItem(call, 'definition', version.definitions)
    const { schema, ...rest } = checkShape(DefinitionUpdateShape, call.body)
    if (rest.id !== stored.id) {
      refuseProblems([{ code: 'read_only', field: 'id', message: `is read-only; it is "${stored.id}"` }])
    }
    refuseTakenName('definition', rest.name, version.definitions, stored.id)
    const resolve = resolver(call, version, new Map([[rest.name, stored.id]]))
    const reading = schema && readContent(schema, 'schema', { resolve, check })
    refuseProblems([...acceptProblems(rest.accept, 'accept'), ...(reading?.problems ?? [])])
    const record = { ...rest, content: schema?.content ?? stored.content, links: reading?.links ?? stored.links }
    call.store.commit([{ change: 'put-definition', in: keyOf(call, version), record }])
    return jsonAnswer(200, renderDefinition(record, version, schemaPlace(call, version)))
  }
}
