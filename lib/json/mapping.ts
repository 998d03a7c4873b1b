import { child, type Located } from './location.ts'

export type Mapping = { readonly [key: string]: unknown }

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own property's value: names that a document chose (`constructor`, `__proto__`) never reach a prototype. */
export function getOwn(mapping: Mapping, key: string): unknown {
  const value = mapping[key]
  // A document holds no functions, which is all that a prototype has but itself; asking the mapping takes longer.
  return (typeof value === 'function' || key === '__proto__') && !Object.hasOwn(mapping, key) ? undefined : value
}

/** The names of a mapping in order; most are in order already. */
export function sortedKeys(mapping: Mapping): string[] {
  const keys = Object.keys(mapping)
  return keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') < key) ? keys : keys.sort()
}

export function asMapping(value: unknown): Mapping | undefined {
  return isMapping(value) ? value : undefined
}

/** Text of a field that should be a string; numbers and booleans, which YAML makes of `1.0` and `yes`, count too. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined
}

/** The property of a mapping, with its place. */
export function getField(parent: Located<Mapping>, key: string): Located {
  return {
    value: getOwn(parent.value, key),
    at: child(parent.at, key),
  }
}

export function kindOf(value: unknown): string {
  return value === undefined
    ? 'missing'
    : value === null
      ? 'null'
      : Array.isArray(value)
        ? 'an array'
        : isMapping(value)
          ? 'an object'
          : `a ${typeof value}`
}
