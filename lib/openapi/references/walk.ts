import { child, type Located } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping, sortedKeys } from '../../json/mapping.ts'

/** Fields whose values are data, without references and schemas. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const'])
/** Fields that contain objects by name; a name can be the same as that of a field. */
const BY_NAME = new Set([
  ...['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'],
  ...['schemas', 'responses', 'parameters', 'requestBodies', 'headers', 'securitySchemes', 'links', 'callbacks'],
  ...['pathItems', 'webhooks', 'mediaTypes', 'additionalOperations', 'content', 'encoding'],
])

/**
 * Returns true if the value of a field is data: an example, a default, an enum or an extension.
 * @see https://spec.openapis.org/oas/v3.2.0.html#specification-extensions
 */
export function isData(field: string, owner: object): boolean {
  return field.startsWith('x-') || (DATA.has(field) && !(field === 'default' && isResponses(owner)))
}

/**
 * Returns true for a Responses Object, in which `default` is a response.
 * @see https://spec.openapis.org/oas/v3.2.0.html#responses-object
 */
const isResponses = (owner: object): boolean => Object.keys(owner).some(key => /^[1-5](\d\d|xx)$/i.test(key))

/** Returns true if a field contains objects by name. */
export function holdsNames(field: string): boolean {
  return BY_NAME.has(field)
}

/** Returns true if a JSON Pointer points into data. Keys at the root of a file are read as fields. */
export function leadsIntoData(pointer: string): boolean {
  if (!POSSIBLY_DATA.test(pointer)) return false
  let named = false
  for (const token of pointer.split('/').slice(1)) {
    if (!named && isData(token, UNKNOWN)) return true
    named = !named && holdsNames(token)
  }
  return false
}

/** Object on the way of a pointer, of any kind but a Responses Object. */
const UNKNOWN = {}
const POSSIBLY_DATA = /\/(?:x-|example|default|enum|const)/

/**
 * Visits the objects of a description, outer ones first, sorted by name.
 * @param enter returns true to visit the objects inside
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
