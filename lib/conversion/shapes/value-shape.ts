import type { ParameterType } from '../../contract/requests.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { schemaMalformed } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { ExactNumber, isInteger } from '../../json/exact-number.ts'
import { displayPointer, type Located, root } from '../../json/location.ts'
import { asText, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { readTypeName } from '../../openapi/objects/type-name.ts'
import type { Dialect } from '../../openapi/objects/version.ts'
import { referenceChain } from '../../openapi/references/chain.ts'
import { type JsonType, jsonTypes } from '../schemas/json-type.ts'
import { reportNotASchema } from '../schemas/not-a-schema.ts'
import { reportSchemaSiblings } from '../schemas/translate-schema.ts'
import { both, distinct, either, UNKNOWN_SHAPE, type ValueShape } from './combine-shapes.ts'
import { diagnosticsIn, type Findings, type FindingsBySchema, findingsOf, shortenFindings } from './findings.ts'
import { type Fold, foldSchemas, membersAt } from './fold-schemas.ts'
import { joinNames, keywordsBeyond, limitsOf } from './value-limits.ts'
import { reportShapeProblems } from './value-shape-problems.ts'

/** Known shapes of the schemas of a document, for all operations, with the diagnostics of these schemas. */
export type Shapes = {
  readonly known: Map<Mapping, ValueShape>
  readonly findings: FindingsBySchema
  /** Pointer of the first place of a schema; YAML aliases give it several. */
  readonly places: Map<Mapping, string>
}

export type ShapeContext = Context & { readonly shapes: Shapes }

export function createShapes(): Shapes {
  return { known: new Map(), findings: new Map(), places: new Map() }
}

const KEYWORDS = ['items', 'allOf', 'anyOf', 'oneOf'] as const

/** Returns the shape of a schema, through `$ref`, `allOf`, `anyOf` and `oneOf`. */
export function shapeOf(context: ShapeContext, node: Located): ValueShape {
  const { value, at } = node
  if (isMapping(value) && !hasSchemas(value)) {
    reportShapeProblems(context, { value, at })
    return statedBy(value, undefined)
  }
  const { known, findings } = context.shapes
  const found: Findings = []
  const schemas = schemasAt(context, node, found)
  foldSchemas(schemas, {
    results: known,
    unknown: UNKNOWN_SHAPE,
    membersOf: schema => {
      const inside = findingsOf(findings, schema.value)
      const problems: Diagnostic[] = []
      reportShapeProblems({ ...context, problems }, schema)
      inside.push(...problems)
      return membersAt(schema, KEYWORDS).map(({ keyword, node: member }) => ({
        keyword,
        schemas: schemasAt(context, member, inside),
      }))
    },
    combine,
    leave: group => shortenFindings(findings, group),
  })
  const seen = [...diagnosticsIn(found)]
  for (const problem of seen.length === 0 ? seen : placedAt(context.shapes, node, seen)) context.problems.push(problem)
  return all(schemas.map(schema => known.get(schema.value) ?? UNKNOWN_SHAPE))
}

/** Returns the diagnostics of a schema at this place of it: a YAML alias gives the same schema several places. */
const placedAt = (
  { places }: Shapes,
  { value, at }: Located,
  problems: readonly Diagnostic[],
): readonly Diagnostic[] => {
  const here = displayPointer(at)
  const first = isMapping(value) ? (places.get(value) ?? here) : here
  if (isMapping(value)) places.set(value, first)
  if (first === here) return problems
  return problems.map(problem =>
    problem.pointer.startsWith(`${first}/`)
      ? { ...problem, pointer: here + problem.pointer.slice(first.length) }
      : problem,
  )
}

/** Returns true if a schema has nested schemas; most of parameters have none. */
const hasSchemas = (schema: Mapping): boolean =>
  getOwn(schema, '$ref') !== undefined || KEYWORDS.some(key => getOwn(schema, key) !== undefined)

/** Returns the schema at a node: the target of a `$ref`, after its siblings since 3.1, the nearest first. */
const schemasAt = (context: ShapeContext, node: Located, found: Findings): Located<Mapping>[] => {
  const problems: Diagnostic[] = []
  const resolution = context.resolver.follow(node)
  if (!resolution.ok) problems.push(resolution.problem)
  const isReference = !resolution.ok || resolution.value.value !== node.value
  const end = resolution.ok ? schemaOf(problems, resolution.value, isReference) : []
  const add = (schemas: readonly Located<Mapping>[]): void => {
    for (const { value } of schemas) found.push(findingsOf(context.shapes.findings, value))
  }
  found.push(...problems)
  add(end)
  if (!isReference) return end
  const siblings = referenceChain(context.resolver, node).filter(({ value }) => Object.keys(value).length > 1)
  if (SIBLINGS.has(context.dialect)) {
    add(siblings)
    return [...siblings, ...end]
  }
  const ignored: Diagnostic[] = []
  for (const hop of siblings) reportSchemaSiblings({ ...context, problems: ignored }, hop, DESCRIPTION)
  for (const problem of ignored) found.push(problem)
  // Before 3.1, only the description of the siblings counts.
  return [...siblings.flatMap(descriptionOf), ...end]
}

const DESCRIPTION = new Set(['description'])

const descriptionOf = ({ value, at }: Located<Mapping>): Located<Mapping>[] => {
  const description = asText(getOwn(value, 'description'))
  return description === undefined ? [] : [{ value: { description }, at }]
}

const SIBLINGS = new Set<Dialect>(['3.1', '3.2'])

const schemaOf = (problems: Diagnostic[], { value, at }: Located, isReference: boolean): Located<Mapping>[] => {
  if (isReference && reportNotASchema({ problems }, { value, at })) return []
  if (isMapping(value)) return [{ value, at }]
  if (typeof value !== 'boolean') report(problems, schemaMalformed.notASchema(value), at)
  return []
}

const combine: Fold<ValueShape>['combine'] = ({ value }, resultsOf) => {
  const [items] = resultsOf('items')
  let shape = statedBy(value, items && all(items))
  for (const member of resultsOf('allOf')) shape = both(shape, all(member))
  for (const key of ['anyOf', 'oneOf'] as const) {
    const alternatives = resultsOf(key).map(all)
    if (alternatives.length > 0) shape = both(shape, either(alternatives))
  }
  return bounded(shape)
}

/** Largest shape; nested alternatives would grow with each level. A description displays less. */
const MAX_SIZE = 300

/** Replaces the alternatives of a large shape, and then the facts of its items, by their keywords. */
const bounded = (shape: ValueShape): ValueShape => {
  const { items, alternatives, beyond } = shape
  if (items === undefined && alternatives === undefined) return shape
  const size = 1 + sizeOf(items) + (alternatives ?? []).reduce((sum, inner) => sum + sizeOf(inner), 0)
  if (size <= MAX_SIZE) return { ...shape, size }
  if (alternatives !== undefined)
    return bounded({ ...shape, alternatives: undefined, beyond: joinNames(beyond, ['anyOf', 'oneOf']) })
  const { types = [], allowed } = items ?? {}
  return { ...shape, items: { types, allowed }, beyond: joinNames(beyond, ['items']), size: 2 }
}

const sizeOf = (shape: ValueShape | undefined): number => (shape === undefined ? 0 : (shape.size ?? 1))

/** Intersects shapes. */
const all = ([first = UNKNOWN_SHAPE, ...others]: readonly ValueShape[]): ValueShape => others.reduce(both, first)

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
    ...furtherFacts(schema),
  }
}

/** Returns the facts that most parameters do not have. */
const furtherFacts = (schema: Mapping): Partial<ValueShape> => {
  // The location is used for diagnostics only, which the caller has reported.
  const limits = limitsOf({ value: schema, at: NOWHERE })
  const properties = getOwn(schema, 'properties')
  const fields = isMapping(properties) ? Object.keys(properties).filter(name => name !== '$ref') : []
  const beyond = keywordsBeyond(schema)
  const examples = getOwn(schema, 'examples')
  const example = getOwn(schema, 'example') ?? (Array.isArray(examples) ? examples[0] : undefined)
  return {
    ...(limits !== undefined && { limits }),
    ...(fields.length > 0 && { fields }),
    ...(beyond !== undefined && { beyond }),
    ...(example !== undefined && { example }),
  }
}

const NOWHERE = root('')

const typesOf = (schema: Mapping, allowed: readonly unknown[] | undefined): JsonType[] => {
  const type = getOwn(schema, 'type')
  const known = jsonTypes(type)
  if (known !== undefined) return known
  if (readTypeName(type) === 'file') return ['string']
  if (allowed !== undefined) return distinct(allowed.map(jsonTypeOf))
  if (getOwn(schema, 'properties') !== undefined) return ['object']
  return getOwn(schema, 'items') === undefined ? [] : ['array']
}

const jsonTypeOf = (value: unknown): JsonType => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number' || value instanceof ExactNumber) return isInteger(value) ? 'integer' : 'number'
  return typeof value === 'boolean' || typeof value === 'string' ? (typeof value as 'boolean' | 'string') : 'object'
}

/** Returns the scalar type that can hold every value of a shape. */
export function scalarType({ types }: ValueShape): ParameterType {
  const scalars = types.filter((type): type is Exclude<JsonType, 'null'> => type !== 'null')
  if (scalars.length === 0 || scalars.some(type => type === 'array' || type === 'object')) return 'string'
  const [only = 'string'] = scalars
  if (scalars.length === 1) return only as ParameterType
  return scalars.every(type => type === 'integer' || type === 'number') ? 'number' : 'string'
}
