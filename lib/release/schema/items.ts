import { narrowing, widening } from '../rule.ts'
import { type Comparison, inner } from './comparison.ts'
import type { Flat } from './flat.ts'

export const itemRules = {
  restricted: narrowing('items-restricted', 'The items of an array have a schema, and were any values.'),
  unrestricted: widening('items-unrestricted', 'The items of an array are any values, and had a schema.'),
}

/** Compares the items of arrays. */
export function compareItems({ report, visit }: Comparison, before: Flat, after: Flat): void {
  const places = [before.placeOf('items'), after.placeOf('items')] as const
  const [a, b] = [before, after].map(({ own }) => own.get('items') ?? true)
  if (a === true && b === true) return
  if (a === true) report(itemRules.restricted, 'The items must match a schema.', ...places)
  else if (b === true) report(itemRules.unrestricted, 'The items may be any values.', ...places)
  else visit(inner(a, places[0]), inner(b, places[1]))
}

/** Compares arrays of which each position has a schema. Returns false if their lengths differ. */
export function comparePositions({ visit }: Comparison, before: Flat, after: Flat): boolean {
  const [a, b] = [before, after].map(({ own }) => own.get('prefixItems'))
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return a === b
  for (const [i, item] of a.entries())
    visit(inner(item, before.placeOf('prefixItems'), i), inner(b[i], after.placeOf('prefixItems'), i))
  return true
}
