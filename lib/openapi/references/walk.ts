import { child, type Located } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping, sortedKeys } from '../../json/mapping.ts'

/** Fields whose values are data: what looks like a reference or a schema in there is none. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const'])
/** Fields that hold objects by name; the names are anybody's choice, and may be those of fields. */
const BY_NAME = new Set([
  ...['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'],
  ...['schemas', 'responses', 'parameters', 'requestBodies', 'headers', 'securitySchemes', 'links', 'callbacks'],
  ...['pathItems', 'webhooks', 'mediaTypes', 'additionalOperations', 'content', 'encoding'],
])

/** Whether a field's value is no part of the description. Specification Extensions; JSON Schema 2020-12 validation. */
export function isData(field: string, owner: object): boolean {
  return field.startsWith('x-') || (DATA.has(field) && !(field === 'default' && isResponses(owner)))
}

/** Responses Object, which may stand in a file of its own: there, `default` is a response. */
const isResponses = (owner: object): boolean => Object.keys(owner).some(key => /^[1-5](\d\d|xx)$/i.test(key))

export function holdsNames(field: string): boolean {
  return BY_NAME.has(field)
}

/** Whether a JSON Pointer leads to what its file has as data. A file's own keys may be names, which then count as fields. */
export function leadsIntoData(pointer: string): boolean {
  if (!POSSIBLY_DATA.test(pointer)) return false
  let named = false
  for (const token of pointer.split('/').slice(1)) {
    if (!named && isData(token, UNKNOWN)) return true
    named = !named && holdsNames(token)
  }
  return false
}

/** An object that a pointer leads through, which may be anything but responses. */
const UNKNOWN = {}
const POSSIBLY_DATA = /\/(?:x-|example|default|enum|const)/

/**
 * Visits the objects of a description, outer ones first and in the order of their names, which is not the document's;
 * `enter` tells whether to go on inside.
 */
export function visitObjects(start: Located, enter: (node: Located<Mapping>) => boolean): void {
  const visit = ({ value, at }: Located, named: boolean): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit({ value: item, at: child(at, index) }, false)
    } else if (isMapping(value) && (named || enter({ value, at }))) {
      for (const key of sortedKeys(value)) {
        const isPart = named || !isData(key, value)
        if (isPart) visit({ value: getOwn(value, key), at: child(at, key) }, !named && holdsNames(key))
      }
    }
  }
  visit(start, false)
}
