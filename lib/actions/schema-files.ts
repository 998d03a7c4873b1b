import { isMapping, type Mapping, own } from '../openapi/value.ts'

/** `schemas/pet.yaml` → `pet`: what a file is called after. */
export const fileStem = (file: string): string => (file.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '') || 'document'

/** What tells a document, path item, parameter, response or request body from a schema. */
const OF_OTHERS = new Set([
  ...['openapi', 'swagger', 'paths', 'components', 'content', 'in', 'responses'],
  ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'],
])
/** Keywords of a schema whose values are mappings, as all values are in a file of named schemas. */
const OF_SCHEMAS = new Set([
  ...['properties', 'patternProperties', 'additionalProperties', 'propertyNames', 'dependentSchemas'],
  ...['items', 'contains', 'not', 'if', 'discriminator', 'definitions', '$defs'],
])

/** Whether a file may be one schema as a whole. */
export const isSchemaFile = (value: unknown): boolean =>
  isMapping(value) && !hasAny(value, OF_OTHERS) && !isLibrary(value)

/** The names in a file that is nothing but schemas by name; none in any other. */
export const librarySchemas = (value: unknown): string[] =>
  isMapping(value) && isLibrary(value) ? Object.keys(value) : []

const isLibrary = (value: Mapping): boolean => {
  const members = Object.values(value)
  return (
    members.length > 0 &&
    members.every(member => isMapping(member) && !hasAny(member, OF_OTHERS)) &&
    !hasAny(value, OF_OTHERS) &&
    !hasAny(value, OF_SCHEMAS)
  )
}

const hasAny = (value: Mapping, fields: ReadonlySet<string>): boolean =>
  Object.keys(value).some(key => fields.has(key) && own(value, key) !== undefined)
