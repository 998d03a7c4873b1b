import { readTypeName } from '../../openapi/objects/type-name.ts'

/**
 * Types of JSON Schema.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.1
 */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null'

const TYPES = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'])

export function isJsonType(name: unknown): name is JsonType {
  return TYPES.has(name)
}

/** Returns the types of a `type` keyword, each once; undefined if one of them is unknown. */
export function jsonTypes(type: unknown): JsonType[] | undefined {
  if (isJsonType(type)) return [type]
  const single = readTypeName(type)
  if (isJsonType(single)) return [single]
  if (!Array.isArray(type) || type.length === 0) return undefined
  // In YAML, `null` without quotes is a value instead of a name.
  const names = [...new Set(type.map((name: unknown) => (name === null ? 'null' : readTypeName(name))))]
  return names.every(isJsonType) ? names : undefined
}

/** Returns each name of a `type` keyword that has another spelling, with the name that it is read as. */
export function respelledTypes(type: unknown): (readonly [string, string])[] {
  return (Array.isArray(type) ? type : [type]).flatMap((name: unknown) => {
    const used = readTypeName(name)
    return typeof name === 'string' && typeof used === 'string' && used !== name ? [[name, used] as const] : []
  })
}

/** Returns true if an array of types has null instead of the name "null". */
export function hasBareNull(type: unknown): boolean {
  return Array.isArray(type) && type.includes(null)
}
