import { canonical } from '../json/canonical.ts'
import { ExactNumber } from '../json/exact-number.ts'
import { isMapping } from '../json/mapping.ts'

/** Keywords whose array has no order. */
const UNORDERED = new Set(['required', 'enum', 'anyOf', 'oneOf', 'allOf', 'type'])

/** Returns true for equal JSON values; the order of arrays such as `required` does not matter. */
export function sameJson(a: unknown, b: unknown, key?: string): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object') return false
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false
    if (a.every((item, i) => sameJson(item, b[i]))) return true
    return key !== undefined && UNORDERED.has(key) && sameItems(a, b)
  }
  if (isMapping(a) && isMapping(b)) {
    const keys = Object.keys(a)
    if (keys.length !== Object.keys(b).length) return false
    for (const name of keys) if (!Object.hasOwn(b, name) || !sameJson(a[name], b[name], name)) return false
    return true
  }
  return a instanceof ExactNumber && b instanceof ExactNumber && a.text === b.text
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean => {
  const left = a.map(canonical).sort()
  const right = b.map(canonical).sort()
  return left.every((item, i) => item === right[i])
}
