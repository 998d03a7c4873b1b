import { canonical } from '../../json/canonical.ts'
import { narrowing, widening } from '../rule.ts'
import { listed } from '../text.ts'
import type { Comparison } from './comparison.ts'
import { acceptsOnlyNull, type Flat } from './flat.ts'

export const valueRules = {
  restricted: narrowing('enum-introduced', 'A value is one of a list (`enum` or `const`), and was any of its type.'),
  unrestricted: widening('enum-dropped', 'A value is any of its type, and was one of a list (`enum` or `const`).'),
  added: widening('enum-value-added', 'The list of allowed values has new values.'),
  removed: narrowing('enum-value-removed', 'The list of allowed values lacks some.'),
}

/** Compares `enum` and `const`. */
export function compareValues({ report }: Comparison, before: Flat, after: Flat): void {
  const [a, b] = [valuesOf(before), valuesOf(after)]
  const places = [placeOf(before), placeOf(after)] as const
  if (a === undefined || b === undefined) {
    if (a === b) return
    if (a === undefined)
      report(
        valueRules.restricted,
        `Only these values are allowed: ${listed([...(b ?? new Map()).values()])}.`,
        ...places,
      )
    else report(valueRules.unrestricted, 'Other values than the listed ones are allowed.', ...places)
    return
  }
  const removed = [...a].flatMap(([key, value]) => (b.has(key) ? [] : [value]))
  const added = [...b].flatMap(([key, value]) => (a.has(key) ? [] : [value]))
  if (removed.length > 0) report(valueRules.removed, `Values are not allowed any more: ${listed(removed)}.`, ...places)
  if (added.length > 0) report(valueRules.added, `Values are new: ${listed(added)}.`, ...places)
}

/** Returns the allowed values by their canonical form. Null is compared as a type. */
const valuesOf = ({ own }: Flat): ReadonlyMap<string, unknown> | undefined => {
  const values = own.has('const') ? [own.get('const')] : own.get('enum')
  if (!Array.isArray(values) || acceptsOnlyNull(values, own.get('type'))) return undefined
  return new Map(values.filter(value => value !== null).map(value => [canonical(value), value]))
}

const placeOf = (flat: Flat): string => flat.placeOf(flat.own.has('const') ? 'const' : 'enum')
