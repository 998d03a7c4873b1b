/** JSON Schema 2020-12 validation section 6.1.1. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null'

const TYPES = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'])

export function isJsonType(name: unknown): name is JsonType {
  return TYPES.has(name)
}

/** The value of `type`, a name or several, each once; undefined where it has one that is none, as then any may be meant. */
export function jsonTypes(type: unknown): JsonType[] | undefined {
  if (isJsonType(type)) return [type]
  if (!Array.isArray(type) || type.length === 0) return undefined
  // YAML makes a value of `null` without quotes, which names a type among others.
  const names = [...new Set(type.map((name: unknown) => (name === null ? 'null' : name)))]
  return names.every(isJsonType) ? names : undefined
}

/** Whether a list of types has null itself instead of its name. */
export function hasBareNull(type: unknown): boolean {
  return Array.isArray(type) && type.includes(null)
}

/** Whether a value has a number in it that may have been rounded as it was read: JSON numbers are exact up to 2^53. */
export function holdsImprecise(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return false
  return (Array.isArray(value) ? value : Object.values(value)).some(holdsImprecise)
}
