import { child, type Located } from './place.ts'

export type Mapping = { readonly [key: string]: unknown }

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An own property's value: names that a document chose (`constructor`, `__proto__`) never reach a prototype. */
export const own = (mapping: Mapping, key: string): unknown => {
  const value = mapping[key]
  // Most fields are absent, which is told without a second look.
  return value === undefined || Object.hasOwn(mapping, key) ? value : undefined
}

export const asMapping = (value: unknown): Mapping | undefined => (isMapping(value) ? value : undefined)

/** Text of a field that should be a string; numbers and booleans, which YAML makes of `1.0` and `yes`, count too. */
export const asText = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined

/** The property of a mapping, with its place. */
export const at = (parent: Located<Mapping>, key: string): Located => ({
  value: own(parent.value, key),
  at: child(parent.at, key),
})
