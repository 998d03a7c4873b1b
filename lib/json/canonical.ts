import { ExactNumber } from './exact-number.ts'

/** Serializes a value as JSON with sorted keys: equal values give equal strings. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? 'null'
}

/** Returns the value with the keys of all its objects sorted. */
export function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value
  if (Array.isArray(value)) return value.some(isComposed) ? value.map(sorted) : value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]))
}

const isComposed = (value: unknown): boolean => typeof value === 'object' && value !== null
