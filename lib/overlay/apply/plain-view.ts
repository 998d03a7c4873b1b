import { ExactNumber } from '../../json/exact-number.ts'

/**
 * Creates a function that returns a document with its exact numbers as JavaScript numbers, which a JSONPath can compare.
 * Unchanged objects are the same in the next document, so each is converted once.
 * @param sources values that all documents are composed of
 */
export function createPlainView(sources: readonly unknown[]): (value: unknown) => unknown {
  if (!sources.some(hasExactNumber)) return value => value
  const views = new WeakMap<object, unknown>()
  const viewOf = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof ExactNumber) return Number(value.text)
    const known = views.get(value)
    if (known !== undefined) return known
    const view = Array.isArray(value) ? viewOfArray(value) : viewOfObject(value as Record<string, unknown>)
    views.set(value, view)
    return view
  }
  const viewOfArray = (items: readonly unknown[]): unknown => {
    const seen = items.map(viewOf)
    return seen.some((item, i) => item !== items[i]) ? seen : items
  }
  const viewOfObject = (owner: Record<string, unknown>): unknown => {
    const entries = Object.entries(owner).map(([key, member]) => [key, viewOf(member)] as const)
    return entries.some(([key, member]) => member !== owner[key]) ? Object.fromEntries(entries) : owner
  }
  return viewOf
}

const hasExactNumber = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (value instanceof ExactNumber || (Array.isArray(value) ? value : Object.values(value)).some(hasExactNumber))
