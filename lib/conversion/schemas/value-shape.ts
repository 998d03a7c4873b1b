import type { ParameterType } from '../../contract/requests.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { schemaMalformed, schemaTooDeep } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located, type Location } from '../../json/location.ts'
import { asText, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Dialect } from '../../openapi/objects/version.ts'
import { referenceChain } from '../../openapi/references/chain.ts'
import { type JsonType, jsonTypes } from './json-type.ts'
import { reportNotASchema } from './not-a-schema.ts'
import { reportSchemaSiblings } from './translate-schema.ts'
import { reportShapeProblems } from './value-shape-problems.ts'

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
}

export const UNKNOWN_SHAPE: ValueShape = { types: [] }
/** Maximum depth of nested schemas of a parameter; deeper ones are reported and ignored. */
const MAX_DEPTH = 100

/** Known shapes of the schemas of a document, for all operations. */
export type Shapes = Map<Mapping, KnownShape>
type KnownShape = {
  readonly shape: ValueShape
  readonly at: Location
  /** Levels of nested schemas; infinite if not all of them were visited. */
  readonly height: number
  readonly problems: readonly Diagnostic[]
}
export type ShapeContext = Context & { readonly shapes: Shapes }

/** Visit of a schema and its nested schemas. */
type Visit = Omit<ShapeContext, 'problems'> & {
  /** Visited schemas. */
  readonly seen: Map<Mapping, ValueShape>
  problems: Diagnostic[]
  /** Deepest level; infinite after a circular reference or the limit. */
  deepest: number
  isCut: boolean
}

/** Returns the shape of a schema, through `$ref`, `allOf`, `anyOf` and `oneOf`. */
export function shapeOf(context: ShapeContext, node: Located): ValueShape {
  const { value, at } = node
  if (isMapping(value) && !hasSchemas(value)) {
    reportShapeProblems(context, { value, at })
    return statedBy(value, undefined)
  }
  const visit: Visit = { ...context, seen: new Map(), problems: [], deepest: 0, isCut: false }
  const shape = visitNode(visit, node, 0)
  for (const problem of new Set(visit.problems)) context.problems.push(problem)
  return shape
}

/** Returns true if a schema has nested schemas; most of parameters have none. */
const hasSchemas = (schema: Mapping): boolean => INSIDE.some(key => getOwn(schema, key) !== undefined)
const INSIDE = ['$ref', 'items', 'allOf', 'anyOf', 'oneOf']

/** Visits a schema or a reference; each schema is visited once. */
const visitNode = (context: Visit, node: Located, depth: number): ValueShape => {
  const resolution = context.resolver.follow(node)
  if (!resolution.ok) context.problems.push(resolution.problem)
  const isReference = !resolution.ok || resolution.value.value !== node.value
  const isSchema = resolution.ok && !(isReference && reportNotASchema(context, resolution.value))
  const end = isSchema ? visitTarget(context, resolution.value, depth) : UNKNOWN_SHAPE
  if (!isReference) return end
  const besides = referenceChain(context.resolver, node).filter(({ value }) => Object.keys(value).length > 1)
  for (const hop of besides) reportSchemaSiblings(context, hop, DESCRIPTION)
  // Since 3.1, all siblings of a `$ref` count, before that the description; the nearest come first.
  const siblings = SIBLINGS.has(context.dialect)
    ? besides.map(hop => visitTarget(context, hop, depth))
    : besides.map(({ value }) => ({ ...UNKNOWN_SHAPE, description: asText(getOwn(value, 'description')) }))
  return [...siblings, end].reduce(both)
}

const DESCRIPTION = new Set(['description'])

const SIBLINGS = new Set<Dialect>(['3.1', '3.2'])

const visitTarget = (context: Visit, { value, at }: Located, depth: number): ValueShape => {
  if (!isMapping(value)) {
    if (typeof value !== 'boolean') report(context.problems, schemaMalformed.notASchema(value), at)
    return UNKNOWN_SHAPE
  }
  const known = context.shapes.get(value)
  // The depth limit must not depend on earlier visits; YAML aliases have several locations.
  if (known !== undefined && (depth === 0 || depth + known.height <= MAX_DEPTH) && isSamePlace(known.at, at)) {
    context.deepest = Math.max(context.deepest, depth + known.height)
    for (const problem of known.problems) context.problems.push(problem)
    return known.shape
  }
  const seen = context.seen.get(value)
  if (seen === undefined) return visitSchema(context, { value, at }, depth)
  context.deepest = Number.POSITIVE_INFINITY
  return seen
}

const visitSchema = (context: Visit, { value, at }: Located<Mapping>, depth: number): ValueShape => {
  if (depth > MAX_DEPTH) {
    if (!context.isCut) report(context.problems, schemaTooDeep.ignored(MAX_DEPTH), at)
    context.isCut = true
    context.deepest = Number.POSITIVE_INFINITY
    return UNKNOWN_SHAPE
  }
  const { problems: outer, deepest } = context
  context.problems = []
  context.deepest = depth
  context.seen.set(value, UNKNOWN_SHAPE)
  const shape = visitChildren(context, { value, at }, depth)
  context.seen.set(value, shape)
  const problems = context.problems.length > 1 ? [...new Set(context.problems)] : context.problems
  const height = context.deepest - depth
  // An incomplete result depends on the start of the visit.
  if (depth === 0 || height <= MAX_DEPTH) context.shapes.set(value, { shape, at, height, problems })
  for (const problem of problems) outer.push(problem)
  context.problems = outer
  context.deepest = Math.max(deepest, context.deepest)
  return shape
}

const visitChildren = (context: Visit, { value, at }: Located<Mapping>, depth: number): ValueShape => {
  reportShapeProblems(context, { value, at })
  const members = (key: string): ValueShape[] => {
    const list = getOwn(value, key)
    return Array.isArray(list)
      ? list.map((member: unknown, i) => visitNode(context, { value: member, at: child(child(at, key), i) }, depth + 1))
      : []
  }
  const items = getOwn(value, 'items')
  let shape = statedBy(
    value,
    items !== undefined && !Array.isArray(items)
      ? visitNode(context, { value: items, at: child(at, 'items') }, depth + 1)
      : undefined,
  )
  for (const member of members('allOf')) shape = both(shape, member)
  for (const key of ['anyOf', 'oneOf']) {
    const alternatives = members(key)
    if (alternatives.length > 0) shape = both(shape, either(alternatives))
  }
  return shape
}

const isSamePlace = (a: Location, b: Location): boolean => {
  let [one, other]: [Location | undefined, Location | undefined] = [a, b]
  while (one !== other) {
    if (one?.key !== other?.key || one?.file !== other?.file) return false
    one = one?.parent
    other = other?.parent
  }
  return true
}

/** Returns the shape from the schema's own keywords. */
const statedBy = (schema: Mapping, items: ValueShape | undefined): ValueShape => {
  const constant = getOwn(schema, 'const')
  const list = getOwn(schema, 'enum')
  const allowed =
    constant !== undefined ? [constant] : Array.isArray(list) && list.length > 0 ? [...new Set(list)] : undefined
  return {
    types: typesOf(schema, allowed),
    allowed,
    format: asText(getOwn(schema, 'format')),
    default: getOwn(schema, 'default'),
    description: asText(getOwn(schema, 'description')),
    items,
  }
}

const typesOf = (schema: Mapping, allowed: readonly unknown[] | undefined): JsonType[] => {
  const type = getOwn(schema, 'type')
  const known = jsonTypes(type)
  if (known !== undefined) return known
  if (type === 'file') return ['string']
  if (allowed !== undefined) return distinct(allowed.map(jsonTypeOf))
  if (getOwn(schema, 'properties') !== undefined) return ['object']
  return getOwn(schema, 'items') === undefined ? [] : ['array']
}

const distinct = (types: readonly JsonType[]): JsonType[] => [...new Set(types)]

const jsonTypeOf = (value: unknown): JsonType => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value === 'boolean' || typeof value === 'string' ? (typeof value as 'boolean' | 'string') : 'object'
}

/** Intersects two shapes (`allOf`). */
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

/** Intersects types; every integer is a number. */
const intersect = (a: readonly JsonType[], b: readonly JsonType[]): JsonType[] => {
  const shared = a.filter(type => b.includes(type))
  const narrowed = (a.includes('integer') && b.includes('number')) || (a.includes('number') && b.includes('integer'))
  return narrowed ? distinct([...shared, 'integer']) : shared
}

/** Unites alternatives (`anyOf`, `oneOf`): keeps the facts that all of them share. */
const either = (members: readonly ValueShape[]): ValueShape => {
  const open = members.some(({ types }) => types.length === 0)
  const types = open ? [] : distinct(members.flatMap(member => member.types))
  const values = members.filter(member => !(member.types.length === 1 && member.types[0] === 'null'))
  const lists = values.map(member => member.allowed)
  const allowed = lists.every(list => list !== undefined) ? union(lists) : undefined
  const format = values.every(member => member.format === values[0]?.format) ? values[0]?.format : undefined
  const fallback = members.find(member => member.default !== undefined)?.default
  const items = members.find(member => member.items !== undefined)?.items
  return { types, allowed: allowed?.length === 0 ? undefined : allowed, format, default: fallback, items }
}

/** Unites arrays of values; most shapes have one array, which may be long. */
const union = (lists: readonly (readonly unknown[])[]): readonly unknown[] =>
  lists.length === 1 ? (lists[0] ?? []) : [...new Set(lists.flat())]

/** Returns the scalar type that can hold every value of a shape. */
export function scalarType({ types }: ValueShape): ParameterType {
  const scalars = types.filter((type): type is Exclude<JsonType, 'null'> => type !== 'null')
  if (scalars.length === 0 || scalars.some(type => type === 'array' || type === 'object')) return 'string'
  const [only = 'string'] = scalars
  if (scalars.length === 1) return only as ParameterType
  return scalars.every(type => type === 'integer' || type === 'number') ? 'number' : 'string'
}
