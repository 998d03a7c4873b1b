import type { ParameterType } from '../contract.ts'
import { type Context, report } from '../openapi/context.ts'
import { child, type Located } from '../openapi/place.ts'
import { asText, isMapping, type Mapping, own } from '../openapi/value.ts'

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null'

/** What a schema says of a single value, as far as a parameter needs it. */
export type ValueShape = {
  /** The types that a value can have; empty where the schema does not say. */
  readonly types: ReadonlySet<JsonType>
  /** `enum` or `const`. */
  readonly allowed?: readonly unknown[]
  readonly format?: string
  readonly default?: unknown
  readonly description?: string
  readonly properties?: readonly string[]
  readonly items?: ValueShape
}

const TYPES = new Set<string>(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'])
const UNKNOWN: ValueShape = { types: new Set() }
/** Schemas inside schemas that a parameter's type is looked for in; deeper ones say nothing that fits a scalar. */
const MAX_DEPTH = 12

/** Schema Object, looked through `$ref`, `allOf`, `anyOf` and `oneOf`. */
export const shapeOf = (context: Context, node: Located, depth = 0): ValueShape => {
  const resolution = context.resolver.follow(node)
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return UNKNOWN
  }
  const { value, at } = resolution.target
  if (!isMapping(value)) {
    if (typeof value !== 'boolean')
      report(context.problems, 'warning', 'schema-malformed', at, 'This is no schema; any value is allowed here.')
    return UNKNOWN
  }
  if (depth > MAX_DEPTH) return UNKNOWN
  const members = (key: string): ValueShape[] => {
    const list = own(value, key)
    return Array.isArray(list)
      ? list.map((member: unknown, i) => shapeOf(context, { value: member, at: child(child(at, key), i) }, depth + 1))
      : []
  }
  const items = own(value, 'items')
  return [
    statedBy(
      value,
      isMapping(items) ? shapeOf(context, { value: items, at: child(at, 'items') }, depth + 1) : undefined,
    ),
    ...members('allOf'),
    ...['anyOf', 'oneOf']
      .map(members)
      .filter(list => list.length > 0)
      .map(either),
  ].reduce(both)
}

/** What the schema itself says. */
const statedBy = (schema: Mapping, items: ValueShape | undefined): ValueShape => {
  const constant = own(schema, 'const')
  const list = own(schema, 'enum')
  const allowed = constant !== undefined ? [constant] : Array.isArray(list) && list.length > 0 ? list : undefined
  const format = asText(own(schema, 'format'))
  const description = asText(own(schema, 'description'))
  const properties = own(schema, 'properties')
  return {
    types: new Set(typesOf(schema, allowed)),
    ...(allowed !== undefined && { allowed }),
    ...(format !== undefined && { format }),
    ...(own(schema, 'default') !== undefined && { default: own(schema, 'default') }),
    ...(description !== undefined && { description }),
    ...(isMapping(properties) && { properties: Object.keys(properties) }),
    ...(items !== undefined && { items }),
  }
}

const typesOf = (schema: Mapping, allowed: readonly unknown[] | undefined): JsonType[] => {
  const type = own(schema, 'type')
  const listed = (Array.isArray(type) ? type : [type]).filter((name): name is JsonType => TYPES.has(name as string))
  if (listed.length > 0) return listed
  if (type === 'file') return ['string']
  if (allowed !== undefined) return allowed.map(jsonTypeOf)
  if (own(schema, 'properties') !== undefined) return ['object']
  return own(schema, 'items') === undefined ? [] : ['array']
}

const jsonTypeOf = (value: unknown): JsonType => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value === 'boolean' || typeof value === 'string' ? (typeof value as 'boolean' | 'string') : 'object'
}

/** `allOf`: a value has to fit each. */
const both = (a: ValueShape, b: ValueShape): ValueShape => {
  const types = a.types.size === 0 ? b.types : b.types.size === 0 ? a.types : intersect(a.types, b.types)
  const allowed =
    a.allowed && b.allowed ? a.allowed.filter(value => b.allowed?.includes(value)) : (a.allowed ?? b.allowed)
  return { ...b, ...a, types, ...(allowed !== undefined && { allowed }) }
}

/** Every integer is a number, which a plain intersection would miss. */
const intersect = (a: ReadonlySet<JsonType>, b: ReadonlySet<JsonType>): Set<JsonType> => {
  const common = a.intersection(b)
  if ((a.has('integer') && b.has('number')) || (a.has('number') && b.has('integer'))) common.add('integer')
  return common
}

/** `anyOf`, `oneOf`: a value has to fit one. Only what all alternatives say can be said of it. */
const either = (members: readonly ValueShape[]): ValueShape => {
  const open = members.some(({ types }) => types.size === 0)
  const types = open ? new Set<JsonType>() : new Set(members.flatMap(member => [...member.types]))
  const lists = members.filter(({ types }) => !(types.size === 1 && types.has('null'))).map(member => member.allowed)
  const allowed = lists.every(list => list !== undefined) ? lists.flat() : undefined
  const fallback = members.find(member => member.default !== undefined)?.default
  const items = members.find(member => member.items !== undefined)?.items
  return {
    types,
    ...(allowed !== undefined && allowed.length > 0 && { allowed }),
    ...(fallback !== undefined && { default: fallback }),
    ...(items !== undefined && { items }),
  }
}

/** The one scalar type that holds every value of a shape: the widest where there are several. */
export const scalarType = ({ types }: ValueShape): ParameterType => {
  const scalars = [...types].filter((type): type is Exclude<JsonType, 'null'> => type !== 'null')
  if (scalars.length === 0 || scalars.some(type => type === 'array' || type === 'object')) return 'string'
  const [only = 'string'] = scalars
  if (scalars.length === 1) return only as ParameterType
  return scalars.every(type => type === 'integer' || type === 'number') ? 'number' : 'string'
}
