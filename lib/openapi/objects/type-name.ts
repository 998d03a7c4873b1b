const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null', 'file'])

/**
 * Returns the name of a type of a schema in any spelling, such as `String`; any other value unchanged. Includes `file` of 2.0.
 * @see https://spec.openapis.org/oas/v3.1.1.html#data-types
 */
export function readTypeName(type: unknown): unknown {
  if (typeof type !== 'string' || TYPES.has(type)) return type
  const name = type.trim().toLowerCase()
  return TYPES.has(name) ? name : type
}

/** Returns true for the types of a schema whose values are strings, or null. */
export function hasOnlyStrings(type: unknown): boolean {
  const types = (Array.isArray(type) ? type : [type]).map(readTypeName)
  return types.includes('string') && types.every(name => name === 'string' || name === 'null' || name === null)
}
