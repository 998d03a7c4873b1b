import type { JsonType } from '../schemas/json-type.ts'
import { bothLimits, isSameJson, joinNames, type ValueLimits } from './value-limits.ts'

/** Facts about a value, from its schema, that a parameter needs. */
export type ValueShape = {
  /** Types that a value may have; empty if the schema does not restrict them. */
  readonly types: readonly JsonType[]
  /** `enum` or `const`. */
  readonly allowed?: readonly unknown[] | undefined
  readonly format?: string | undefined
  readonly default?: unknown
  readonly description?: string | undefined
  readonly items?: ValueShape | undefined
  readonly limits?: ValueLimits | undefined
  /** Names of the properties of an object. */
  readonly fields?: readonly string[] | undefined
  readonly example?: unknown
  /** Keywords that neither a parameter nor its note supports. */
  readonly beyond?: readonly string[] | undefined
  /** Members of `anyOf` or `oneOf` that differ in more than their types. */
  readonly alternatives?: readonly ValueShape[] | undefined
  /** Number of shapes in it, with itself; 1 if absent. */
  readonly size?: number
}

export const UNKNOWN_SHAPE: ValueShape = { types: [] }

export const distinct = (types: readonly JsonType[]): JsonType[] => [...new Set(types)]

/** Intersects two shapes (`allOf`). */
export const both = (a: ValueShape, b: ValueShape): ValueShape => {
  const types = a.types.length === 0 ? b.types : b.types.length === 0 ? a.types : intersect(a.types, b.types)
  const allowed = a.allowed && b.allowed ? common(a.allowed, b.allowed) : (a.allowed ?? b.allowed)
  return {
    types,
    allowed,
    format: a.format ?? b.format,
    default: a.default === undefined ? b.default : a.default,
    description: a.description ?? b.description,
    items: a.items && b.items ? both(a.items, b.items) : (a.items ?? b.items),
    limits: bothLimits(a.limits, b.limits),
    fields: joinNames(a.fields, b.fields),
    example: a.example === undefined ? b.example : a.example,
    beyond: joinNames(a.beyond, b.beyond, bothBeyond(a, b)),
    alternatives: a.alternatives ?? b.alternatives,
  }
}

/** Returns the keywords of which only the first shape's facts are kept. */
const bothBeyond = (a: ValueShape, b: ValueShape): readonly string[] | undefined => {
  const lost = [
    ...(a.format !== undefined && b.format !== undefined && a.format !== b.format ? ['format'] : []),
    ...(a.alternatives !== undefined && b.alternatives !== undefined ? ['allOf'] : []),
  ]
  return lost.length === 0 ? undefined : lost
}

const common = (a: readonly unknown[], b: readonly unknown[]): unknown[] => {
  const values = new Set(b)
  return a.filter(value => values.has(value))
}

/** Intersects types; every integer is a number. */
const intersect = (a: readonly JsonType[], b: readonly JsonType[]): JsonType[] => {
  const shared = a.filter(type => b.includes(type))
  const narrowed = (a.includes('integer') && b.includes('number')) || (a.includes('number') && b.includes('integer'))
  return narrowed ? distinct([...shared, 'integer']) : shared
}

/** Unites alternatives (`anyOf`, `oneOf`): keeps the facts that all of them share. */
export const either = (members: readonly ValueShape[]): ValueShape => {
  const open = members.some(({ types }) => types.length === 0)
  const types = open ? [] : distinct(members.flatMap(member => member.types))
  const values = members.filter(member => !(member.types.length === 1 && member.types[0] === 'null'))
  const lists = values.map(member => member.allowed)
  const allowed = lists.every(list => list !== undefined) ? union(lists) : undefined
  const format = values.every(member => member.format === values[0]?.format) ? values[0]?.format : undefined
  const fallback = members.find(member => member.default !== undefined)?.default
  const items = members.find(member => member.items !== undefined)?.items
  return {
    types,
    allowed: allowed?.length === 0 ? undefined : allowed,
    format,
    default: fallback,
    items,
    ...furtherOfAlternatives(values),
  }
}

/** Returns the further facts if all alternatives have the same; else the alternatives themselves. */
const furtherOfAlternatives = (values: readonly ValueShape[]): Partial<ValueShape> => {
  const [first = UNKNOWN_SHAPE, ...others] = values
  const { limits, fields, beyond, example, description, alternatives } = first
  const same = { limits, fields, beyond, example, description, alternatives }
  if (others.length === 0) return same
  const haveAllowed = values.every(member => member.allowed !== undefined)
  const facts = values.map(({ types, default: fallback, allowed, ...others }) => ({
    ...others,
    ...(!haveAllowed && { allowed }),
  }))
  return facts.every(item => isSameJson(item, facts[0])) ? same : { alternatives: values }
}

/**
 * Unites arrays of values; most shapes have one array, which may be long. Returns undefined for a large union: nested
 * alternatives would repeat it at each level.
 */
const union = (lists: readonly (readonly unknown[])[]): readonly unknown[] | undefined => {
  if (lists.length === 1) return lists[0]
  const values = new Set<unknown>()
  for (const value of lists.values().flatMap(list => list.values())) {
    values.add(value)
    if (values.size > MAX_UNION) return undefined
  }
  return [...values]
}

/** Allowed values of alternatives together, at most; a description displays fewer. */
const MAX_UNION = 300
