import { isMapping } from '../../json/mapping.ts'
import { bothWays, narrowing, widening } from '../rule.ts'
import type { Comparison } from './comparison.ts'
import type { Flat } from './flat.ts'
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

/** Compares types and nullability. Returns false if no value can satisfy both schemas. */
export function compareTypes(comparison: Comparison, before: Flat, after: Flat): boolean {
  const [a, b] = [typesOf(before), typesOf(after)]
  const places = [before.placeOf('type'), after.placeOf('type')] as const
  compareNull(comparison, before, after)
  // A referenced definition that both have has its own type.
  if (before.refs.size > 0 && (a === undefined || b === undefined)) return true
  const { report } = comparison
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

const compareNull = ({ report }: Comparison, before: Flat, after: Flat): void => {
  const [a, b] = [acceptsNull(before), acceptsNull(after)]
  const isUntyped = ({ own, nullable }: Flat): boolean => !nullable && statedTypes(own) === undefined
  if (a === b || (isUntyped(before) && isUntyped(after))) return
  const [from, to] = [a ?? false, b ?? false]
  if (from === to || (isUntyped(before) && before.refs.size === 0) || (isUntyped(after) && after.refs.size === 0))
    return
  if (to) report(typeRules.nullAccepted, 'The value may be null.', before.placeOf('type'), after.placeOf('type'))
  else report(typeRules.nullRefused, 'The value must not be null.', before.placeOf('type'), after.placeOf('type'))
}

const accepts = (types: ReadonlySet<string>, type: string): boolean =>
  types.has(type) || (type === 'integer' && types.has('number'))

const names = (types: ReadonlySet<string> | undefined): string =>
  types === undefined ? 'any' : types.size === 0 ? 'null' : [...types].sort().join(' or ')
