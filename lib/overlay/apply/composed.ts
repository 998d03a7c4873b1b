import { child, type Located, type Location } from '../../json/location.ts'

/** Child of an object or array in a new version of it; undefined if it is removed. */
export type Replacements = ReadonlyMap<string | number, Located | undefined>

/** Original of each object and array that was copied with the same keys. */
export type Copies = Map<object, object>

/**
 * Returns an object or array with other children, and a location that has the origin of each child. The original is not
 * changed. New keys of an object follow its own.
 */
export function withChildren(node: Located<object>, replaced: Replacements, copies: Copies): Located {
  return Array.isArray(node.value)
    ? withItems({ value: node.value, at: node.at }, replaced, copies)
    : withMembers(node as Located<Record<string, unknown>>, replaced, copies)
}

const withMembers = (
  { value, at }: Located<Record<string, unknown>>,
  replaced: Replacements,
  copies: Copies,
): Located => {
  const copy = { ...value }
  const moved = new Map(at.moved)
  for (const [name, next] of replaced) {
    const key = String(name)
    if (next === undefined) {
      delete copy[key]
      moved.delete(key)
      continue
    }
    // Assigning to `__proto__` sets the prototype.
    Object.defineProperty(copy, key, { value: next.value, enumerable: true, configurable: true, writable: true })
    moved.set(key, next.at)
  }
  copies.set(copy, value)
  return { value: copy, at: { ...at, moved } }
}

const withItems = ({ value, at }: Located<readonly unknown[]>, replaced: Replacements, copies: Copies): Located => {
  const items: unknown[] = []
  const moved = new Map<string, Location>()
  for (const [i, item] of value.entries()) {
    const next = replaced.has(i) ? replaced.get(i) : { value: item, at: child(at, i) }
    if (next === undefined) continue
    if (items.length !== i || replaced.has(i) || at.moved?.has(String(i))) moved.set(String(items.length), next.at)
    items.push(next.value)
  }
  if (items.length === value.length) copies.set(items, value)
  return { value: items, at: { ...at, moved } }
}

/** Returns an array with more items at its end. */
export function withAppended(
  { value, at }: Located<readonly unknown[]>,
  appended: readonly Located[],
  copies: Copies,
): Located {
  const items = [...value]
  const moved = new Map(at.moved)
  for (const { value: item, at: origin } of appended) {
    moved.set(String(items.length), origin)
    items.push(item)
  }
  copies.set(items, value)
  return { value: items, at: { ...at, moved } }
}
