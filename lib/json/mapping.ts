import { ExactNumber } from './exact-number.ts'
import { child, type Located } from './location.ts'

/** JSON object. */
export type Mapping = { readonly [key: string]: unknown }

/** Returns true for a JSON object: not an array, not null, not a number that is kept exactly. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
}

/** Returns the value of an own property; names such as `constructor` or `__proto__` never reach the prototype. */
export function getOwn(mapping: Mapping, key: string): unknown {
  const value = mapping[key]
  // A document has no functions, and a prototype has nothing else; hasOwn for every property is slower.
  return (typeof value === 'function' || key === '__proto__') && !Object.hasOwn(mapping, key) ? undefined : value
}

/** Returns the keys of an object, sorted; most are sorted already. */
export function sortedKeys(mapping: Mapping): string[] {
  const keys = Object.keys(mapping)
  return keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') < key) ? keys : keys.sort()
}

/** Returns the value if it is an object. */
export function asMapping(value: unknown): Mapping | undefined {
  return isMapping(value) ? value : undefined
}

/** Returns a string; converts numbers and booleans. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean' || value instanceof ExactNumber
      ? String(value)
      : undefined
}

/** Returns a field of an object with its location; its value is undefined if it is absent. */
export function getField(parent: Located<Mapping>, key: string): Located {
  return {
    value: getOwn(parent.value, key),
    at: child(parent.at, key),
  }
}

/** Names the JSON type of a value with its article, for messages: `an array`, `nothing` for undefined. */
export function kindOf(value: unknown): string {
  return value === undefined
    ? 'nothing'
    : value === null
      ? 'null'
      : Array.isArray(value)
        ? 'an array'
        : isMapping(value)
          ? 'an object'
          : value instanceof ExactNumber
            ? 'a number'
            : `a ${typeof value}`
}
