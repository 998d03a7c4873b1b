import { getOwn, isMapping } from '../../json/mapping.ts'

/** Key of a location: of an object, or the index of an array. */
export type Key = string | number

/** Returns true if another location may have the same name after the removal of illegal characters. */
export function isLossy(name: string): boolean {
  return /[^a-zA-Z0-9_-]/.test(name.replaceAll('_$defs_', '_'))
}

/** Returns the value at keys; undefined if there is none. */
export function valueAt(value: unknown, keys: readonly Key[]): unknown {
  return keys.reduce((outer: unknown, key) => step(outer, String(key)), value)
}

/** Counts the locations in a value whose keys give this name when they are joined by `_`; stops at two. */
export function countPlaces(value: unknown, name: string): number {
  let found = step(value, name) === undefined ? 0 : 1
  for (let end = name.indexOf('_'); end >= 0 && found < 2; end = name.indexOf('_', end + 1)) {
    const inner = step(value, name.slice(0, end))
    if (inner !== undefined) found += countPlaces(inner, name.slice(end + 1))
  }
  return found
}

const step = (value: unknown, key: string): unknown => {
  if (isMapping(value)) return getOwn(value, key)
  return Array.isArray(value) && /^(?:0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined
}
