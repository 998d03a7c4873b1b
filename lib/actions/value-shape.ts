import type { ParameterType } from '../contract.ts'
import { type Context, report } from '../openapi/context.ts'
import { hopsFrom } from '../openapi/hops.ts'
import { child, type Located } from '../openapi/place.ts'
import type { Dialect } from '../openapi/specification.ts'
import { asText, isMapping, type Mapping, own } from '../openapi/value.ts'
import { type JsonType, jsonTypes } from './json-type.ts'
import { reportOtherObject } from './other-object.ts'
import { reportSchemaSiblings } from './schema.ts'
import { reportShapeProblems } from './shape-problems.ts'

/** What a schema says of a single value, as far as a parameter needs it. */
export type ValueShape = {
  /** The types that a value can have; empty where the schema does not say. */
  readonly types: readonly JsonType[]
  /** `enum` or `const`. */
  readonly allowed?: readonly unknown[] | undefined
  readonly format?: string | undefined
  readonly default?: unknown
  readonly description?: string | undefined
  readonly items?: ValueShape | undefined
}

export const UNKNOWN_SHAPE: ValueShape = { types: [] }
/** Schemas inside schemas that a parameter's type is looked for in; deeper ones say nothing that fits a scalar. */
const MAX_DEPTH = 12

/** Schema Object, looked through `$ref`, `allOf`, `anyOf` and `oneOf`. */
export const shapeOf = (context: Context, node: Located): ValueShape => look(context, node, new Map(), 0)

/** Each schema is looked at once (`seen`), however many ways lead to it. */
const look = (context: Context, node: Located, seen: Map<Mapping, ValueShape>, depth: number): ValueShape => {
  const resolution = context.resolver.follow(node)
  if (!resolution.ok) context.problems.push(resolution.problem)
  const isReference = !resolution.ok || resolution.target.value !== node.value
  const isSchema = resolution.ok && !(isReference && reportOtherObject(context, resolution.target))
  const end = isSchema ? lookAt(context, resolution.target, seen, depth) : UNKNOWN_SHAPE
  if (!isReference) return end
  const besides = hopsFrom(context.resolver, node).filter(({ value }) => Object.keys(value).length > 1)
  for (const hop of besides) reportSchemaSiblings(context, hop)
  if (!SIBLINGS.has(context.dialect)) return end
  // Since 3.1, what stands beside a `$ref` counts too, and what is nearer comes first.
  return [...besides.map(hop => lookAt(context, hop, seen, depth)), end].reduce(both)
}

const SIBLINGS = new Set<Dialect>(['3.1', '3.2'])

const lookAt = (
  context: Context,
  { value, at }: Located,
  seen: Map<Mapping, ValueShape>,
  depth: number,
): ValueShape => {
  if (isMapping(value)) return seen.get(value) ?? lookInside(context, { value, at }, seen, depth)
  if (typeof value !== 'boolean')
    report(context.problems, 'warning', 'schema-malformed', at, 'This is no schema; any value is allowed here.')
  return UNKNOWN_SHAPE
}

const lookInside = (
  context: Context,
  { value, at }: Located<Mapping>,
  seen: Map<Mapping, ValueShape>,
  depth: number,
): ValueShape => {
  if (depth > MAX_DEPTH) return UNKNOWN_SHAPE
  seen.set(value, UNKNOWN_SHAPE)
  reportShapeProblems(context, { value, at })
  const members = (key: string): ValueShape[] => {
    const list = own(value, key)
    return Array.isArray(list)
      ? list.map((member: unknown, i) =>
          look(context, { value: member, at: child(child(at, key), i) }, seen, depth + 1),
        )
      : []
  }
  const items = own(value, 'items')
  let shape = statedBy(
    value,
    items !== undefined && !Array.isArray(items)
      ? look(context, { value: items, at: child(at, 'items') }, seen, depth + 1)
      : undefined,
  )
  for (const member of members('allOf')) shape = both(shape, member)
  for (const key of ['anyOf', 'oneOf']) {
    const alternatives = members(key)
    if (alternatives.length > 0) shape = both(shape, either(alternatives))
  }
  seen.set(value, shape)
  return shape
}

/** What the schema itself says. */
const statedBy = (schema: Mapping, items: ValueShape | undefined): ValueShape => {
  const constant = own(schema, 'const')
  const list = own(schema, 'enum')
  const allowed = constant !== undefined ? [constant] : Array.isArray(list) && list.length > 0 ? list : undefined
  return {
    types: typesOf(schema, allowed),
    allowed,
    format: asText(own(schema, 'format')),
    default: own(schema, 'default'),
    description: asText(own(schema, 'description')),
    items,
  }
}

const typesOf = (schema: Mapping, allowed: readonly unknown[] | undefined): JsonType[] => {
  const type = own(schema, 'type')
  const known = jsonTypes(type)
  if (known !== undefined) return known
  if (type === 'file') return ['string']
  if (allowed !== undefined) return distinct(allowed.map(jsonTypeOf))
  if (own(schema, 'properties') !== undefined) return ['object']
  return own(schema, 'items') === undefined ? [] : ['array']
}

const distinct = (types: readonly JsonType[]): JsonType[] => [...new Set(types)]

const jsonTypeOf = (value: unknown): JsonType => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value === 'boolean' || typeof value === 'string' ? (typeof value as 'boolean' | 'string') : 'object'
}

/** `allOf`: a value has to fit each. */
const both = (a: ValueShape, b: ValueShape): ValueShape => {
  const types = a.types.length === 0 ? b.types : b.types.length === 0 ? a.types : intersect(a.types, b.types)
  const allowed = a.allowed && b.allowed ? common(a.allowed, b.allowed) : (a.allowed ?? b.allowed)
  return {
    types,
    allowed,
    format: a.format ?? b.format,
    default: a.default === undefined ? b.default : a.default,
    description: a.description ?? b.description,
    items: a.items ?? b.items,
  }
}

const common = (a: readonly unknown[], b: readonly unknown[]): unknown[] => {
  const values = new Set(b)
  return a.filter(value => values.has(value))
}

/** Every integer is a number, which a plain intersection would miss. */
const intersect = (a: readonly JsonType[], b: readonly JsonType[]): JsonType[] => {
  const shared = a.filter(type => b.includes(type))
  const narrowed = (a.includes('integer') && b.includes('number')) || (a.includes('number') && b.includes('integer'))
  return narrowed ? distinct([...shared, 'integer']) : shared
}

/** `anyOf`, `oneOf`: a value has to fit one. Only what all alternatives say can be said of it. */
const either = (members: readonly ValueShape[]): ValueShape => {
  const open = members.some(({ types }) => types.length === 0)
  const types = open ? [] : distinct(members.flatMap(member => member.types))
  const values = members.filter(member => !(member.types.length === 1 && member.types[0] === 'null'))
  const lists = values.map(member => member.allowed)
  const allowed = lists.every(list => list !== undefined) ? [...new Set(lists.flat())] : undefined
  const format = values.every(member => member.format === values[0]?.format) ? values[0]?.format : undefined
  const fallback = members.find(member => member.default !== undefined)?.default
  const items = members.find(member => member.items !== undefined)?.items
  return { types, allowed: allowed?.length === 0 ? undefined : allowed, format, default: fallback, items }
}

/** The one scalar type that holds every value of a shape: the widest where there are several. */
export const scalarType = ({ types }: ValueShape): ParameterType => {
  const scalars = types.filter((type): type is Exclude<JsonType, 'null'> => type !== 'null')
  if (scalars.length === 0 || scalars.some(type => type === 'array' || type === 'object')) return 'string'
  const [only = 'string'] = scalars
  if (scalars.length === 1) return only as ParameterType
  return scalars.every(type => type === 'integer' || type === 'number') ? 'number' : 'string'
}
