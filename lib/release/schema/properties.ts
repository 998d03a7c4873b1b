import { bothWays, narrowing, undirected, widening } from '../rule.ts'
import { quoted } from '../text.ts'
import type { Comparison, Lookup, Side } from './comparison.ts'
import { type Flat, flatten } from './flat.ts'
import { isHidden } from './references.ts'

export const propertyRules = {
  addedRequired: narrowing('property-added-required', 'A new property is required.'),
  added: bothWays('property-added', 'compatible', 'A new property is optional.'),
  removed: bothWays('property-removed', 'breaking', 'A property was removed: it has no effect, or is not delivered.'),
  required: narrowing('property-required', 'A property is required, and was optional.'),
  optional: widening('property-optional', 'A property is optional, and was required.'),
  readOnly: undirected(
    'property-read-only',
    'compatible',
    'A property is `readOnly`, and was sent before. Such a property never breaks a request.',
  ),
  writeOnly: undirected('property-write-only', 'breaking', 'A property is `writeOnly`, and was delivered before.'),
}

/** Compares properties and which are required. Ignores those that are not part of the data in this direction. */
export function compareProperties(comparison: Comparison, before: Flat, after: Flat): void {
  const [a, b] = [viewOf(before, comparison.before, comparison), viewOf(after, comparison.after, comparison)]
  for (const [name, side] of before.properties)
    compareOne(comparison, { name, side, other: b.properties.get(name), missingAt: after.at }, a, b)
  for (const [name, side] of after.properties) {
    if (before.properties.has(name)) continue
    const other = a.properties.get(name)
    if (other === undefined) reportAdded(comparison, { name, side, place: before.at }, a, b)
    else comparison.visit(other, side)
  }
  for (const name of new Set([...requiredIn(before), ...requiredIn(after)]))
    compareRequired(comparison, { name, before, after }, a, b)
}

/** Visible part of an object schema, with that of the definitions that it refers to. */
type View = {
  readonly properties: ReadonlyMap<string, Side>
  readonly required: ReadonlySet<string>
  readonly hides: (name: string) => boolean
}

/** Number of definitions that are searched for properties. */
const MAX_DEFINITIONS = 50

const viewOf = (flat: Flat, lookup: Lookup, { direction }: Comparison): View => {
  const properties = new Map(flat.properties)
  const required = new Set(requiredIn(flat))
  const open = [...flat.refs]
  const seen = new Set(open)
  for (let name = open.pop(); name !== undefined && seen.size < MAX_DEFINITIONS; name = open.pop()) {
    const target = lookup(name)
    if (target === undefined) continue
    const base = flatten(target, lookup)
    for (const [key, side] of base.properties) if (!properties.has(key)) properties.set(key, side)
    for (const key of requiredIn(base)) required.add(key)
    for (const ref of base.refs) {
      if (seen.has(ref)) continue
      seen.add(ref)
      open.push(ref)
    }
  }
  return {
    properties,
    required,
    hides: name => {
      const side = properties.get(name)
      return side !== undefined && isHidden(side.schema, direction, lookup)
    },
  }
}

const requiredIn = ({ own }: Flat): string[] => {
  const required = own.get('required')
  return Array.isArray(required) ? required.filter(name => typeof name === 'string') : []
}

type Property = {
  readonly name: string
  readonly side: Side
  readonly other: Side | undefined
  /** Pointer of the object schema that may lack it. */
  readonly missingAt: string
}

const compareOne = (comparison: Comparison, { name, side, other, missingAt }: Property, a: View, b: View): void => {
  const { direction, report, visit } = comparison
  const [wasHidden, isNowHidden] = [a.hides(name), other !== undefined && b.hides(name)]
  if (other === undefined) {
    if (!wasHidden) report(propertyRules.removed, `The property ${quoted(name)} was removed.`, side.at, missingAt)
    return
  }
  if (wasHidden && isNowHidden) return
  if (wasHidden) reportAdded(comparison, { name, side: other, place: side.at }, a, b)
  else if (!isNowHidden) visit(side, other)
  else if (direction === 'sent')
    report(propertyRules.readOnly, `The property ${quoted(name)} is not sent any more.`, side.at, other.at)
  else report(propertyRules.writeOnly, `The property ${quoted(name)} is not delivered any more.`, side.at, other.at)
}

const reportAdded = (
  { report }: Comparison,
  { name, side: { at }, place }: { readonly name: string; readonly side: Side; readonly place: string },
  a: View,
  b: View,
): void => {
  if (b.hides(name)) return
  // One that was required without a schema has a schema now.
  if (b.required.has(name) && !a.required.has(name))
    report(propertyRules.addedRequired, `The new property ${quoted(name)} is required.`, place, at)
  else report(propertyRules.added, `The property ${quoted(name)} is new.`, place, at)
}

const compareRequired = (
  { report }: Comparison,
  { name, before, after }: { readonly name: string; readonly before: Flat; readonly after: Flat },
  a: View,
  b: View,
): void => {
  const [was, is] = [a.required.has(name), b.required.has(name)]
  if (was === is || a.hides(name) || b.hides(name)) return
  const [known, kept] = [a.properties.has(name), b.properties.has(name)]
  const places = [before.placeOf('required'), after.placeOf('required')] as const
  if (is) {
    if (known || !kept) report(propertyRules.required, `The property ${quoted(name)} is required.`, ...places)
  } else if (kept || !known) report(propertyRules.optional, `The property ${quoted(name)} is optional.`, ...places)
}
