import { child, type Located } from './place.ts'
import { isMapping, type Mapping, own, sortedKeys } from './value.ts'

/** Fields whose values are data: what looks like a reference or a schema in there is none. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const'])
/** Fields that hold objects by name; the names are anybody's choice, and may be those of fields. */
const BY_NAME = new Set([
  ...['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'],
  ...['schemas', 'responses', 'parameters', 'requestBodies', 'headers', 'securitySchemes', 'links', 'callbacks'],
  ...['pathItems', 'webhooks', 'mediaTypes', 'additionalOperations', 'content', 'encoding'],
])

/** Whether a field's value is no part of the description. Specification Extensions; JSON Schema 2020-12 validation. */
export const isData = (field: string): boolean => DATA.has(field) || field.startsWith('x-')

export const holdsNames = (field: string): boolean => BY_NAME.has(field)

/**
 * Visits the objects of a description, outer ones first and in the order of their names, which is not the document's;
 * `enter` tells whether to go on inside.
 */
export const visitObjects = (start: Located, enter: (node: Located<Mapping>) => boolean): void => {
  const visit = ({ value, at }: Located, named: boolean): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit({ value: item, at: child(at, index) }, false)
    } else if (isMapping(value) && (named || enter({ value, at }))) {
      for (const key of sortedKeys(value)) {
        const isPart = named || !isData(key)
        if (isPart) visit({ value: own(value, key), at: child(at, key) }, !named && holdsNames(key))
      }
    }
  }
  visit(start, false)
}
