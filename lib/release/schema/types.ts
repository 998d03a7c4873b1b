import { isMapping } from '../../json/mapping.ts'
import { bothWays, narrowing, widening } from '../rule.ts'
import type { Comparison, Lookup } from './comparison.ts'
import { acceptsOnlyNull, type Flat, flatten } from './flat.ts'
import { numberOf } from './numbers.ts'

export const typeRules = {
  changed: bothWays('type-changed', 'breaking', 'A value has another type.'),
  narrowed: narrowing('type-narrowed', 'A value has fewer types, for example an integer instead of a number.'),
  widened: widening('type-widened', 'A value has more types, for example a number instead of an integer.'),
  nullAccepted: widening('null-accepted', 'A value may be null.'),
  nullRefused: narrowing('null-refused', 'A value must not be null.'),
}

/** Types of a schema, without null; undefined if it accepts all types. */
export function typesOf({ own }: Flat): ReadonlySet<string> | undefined {
  const types = statedTypes(own)
  return types && new Set([...types].filter(type => type !== 'null'))
}

const statedTypes = (own: Flat['own']): ReadonlySet<string> | undefined => {
  const type = own.get('type')
  if (acceptsOnlyNull(own.get('enum'), type)) return new Set(['null'])
  if (typeof type === 'string') return new Set([type])
  if (Array.isArray(type)) return new Set(type.filter(name => typeof name === 'string'))
  const values = own.has('const') ? [own.get('const')] : own.get('enum')
  return Array.isArray(values) ? new Set(values.map(jsonType)) : undefined
}

const jsonType = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (isMapping(value)) return 'object'
  const number = numberOf(value)
  return number === undefined ? typeof value : Number.isInteger(number) ? 'integer' : 'number'
}

/** Returns true if null is accepted; undefined if that depends on a reference. */
export function acceptsNull({ own, refs, nullable }: Flat): boolean | undefined {
  if (nullable) return true
  const types = statedTypes(own)
  if (types === undefined) return refs.size > 0 ? undefined : true
  const values = own.get('enum')
  return types.has('null') && (!Array.isArray(values) || values.includes(null))
}

/** Levels of references that are followed for a type. */
const MAX_LEVELS = 5

type Accepted = { readonly types: ReadonlySet<string> | undefined; readonly null: boolean }

/** Returns the types that a schema and the definitions that it refers to accept. */
const acceptedBy = (flat: Flat, lookup: Lookup, levels = MAX_LEVELS): Accepted => {
  let types = typesOf(flat)
  const own = acceptsNull(flat)
  let isNullable = own ?? true
  for (const name of flat.refs) {
    const target = levels > 0 ? lookup(name) : undefined
    if (target === undefined) continue
    const other = acceptedBy(flatten(target, lookup), lookup, levels - 1)
    types = types === undefined || other.types === undefined ? (types ?? other.types) : common(types, other.types)
    isNullable &&= flat.nullable || other.null
  }
  return { types, null: isNullable }
}

const common = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...[...a].filter(type => accepts(b, type)), ...[...b].filter(type => accepts(a, type))])

/** Compares types and nullability. Returns false if no value can satisfy both schemas. */
export function compareTypes(comparison: Comparison, before: Flat, after: Flat): boolean {
  const { report } = comparison
  const places = [before.placeOf('type'), after.placeOf('type')] as const
  const [from, to] = [typesOf(before), typesOf(after)]
  // A definition that both refer to has its own comparison.
  const isPartial =
    before.refs.size > 0 && ((from === undefined) !== (to === undefined) || before.nullable !== after.nullable)
  const [was, is] = isPartial
    ? [acceptedBy(before, comparison.before), acceptedBy(after, comparison.after)]
    : [
        { types: from, null: acceptsNull(before) ?? true },
        { types: to, null: acceptsNull(after) ?? true },
      ]
  const [a, b] = [was.types, is.types]
  if (a !== undefined || b !== undefined || before.refs.size > 0) {
    if (!was.null && is.null) report(typeRules.nullAccepted, 'The value may be null.', ...places)
    if (was.null && !is.null && a !== undefined) report(typeRules.nullRefused, 'The value must not be null.', ...places)
  }
  if (a === undefined || b === undefined) {
    if (a === b) return true
    if (a === undefined) report(typeRules.narrowed, `The type is ${names(b)} instead of any.`, ...places)
    else report(typeRules.widened, `The type is any instead of ${names(a)}.`, ...places)
    return true
  }
  const removed = [...a].filter(type => !accepts(b, type))
  const added = [...b].filter(type => !accepts(a, type))
  const message = `The type is ${names(b)} instead of ${names(a)}.`
  if (removed.length > 0 && added.length > 0) report(typeRules.changed, message, ...places)
  else if (removed.length > 0) report(typeRules.narrowed, message, ...places)
  else if (added.length > 0) report(typeRules.widened, message, ...places)
  return removed.length < a.size || added.length < b.size || a.size + b.size === 0
}

const accepts = (types: ReadonlySet<string>, type: string): boolean =>
  types.has(type) || (type === 'integer' && types.has('number'))

const names = (types: ReadonlySet<string> | undefined): string =>
  types === undefined ? 'any' : types.size === 0 ? 'null' : [...types].sort().join(' or ')
