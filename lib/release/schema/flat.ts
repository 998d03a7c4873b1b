import { canonical } from '../../json/canonical.ts'
import { isMapping } from '../../json/mapping.ts'
import { sameJson } from '../same-json.ts'
import { inner, type Lookup, type Side } from './comparison.ts'
import { numberOf } from './numbers.ts'
import { definitionName } from './references.ts'

export type Union = { readonly keyword: string; readonly branches: unknown; readonly at: string }

/** Schema without `allOf` and without an alternative for null. */
export type Flat = {
  readonly at: string
  /** Definitions that it refers to, itself or in `allOf`. */
  readonly refs: ReadonlySet<string>
  /** Merged keywords, without `properties`. */
  readonly own: ReadonlyMap<string, unknown>
  readonly properties: ReadonlyMap<string, Side>
  /** True if null is one of its alternatives. */
  readonly nullable: boolean
  /** Further `anyOf` and `oneOf`, of the parts of `allOf`. */
  readonly unions: readonly Union[]
  /** Constraints that can't be merged with others. */
  readonly rest: readonly unknown[]
  /** Returns the pointer of a keyword; that of the schema if it lacks the keyword. */
  readonly placeOf: (keyword: string) => string
}

const UNIONS = new Set(['anyOf', 'oneOf'])

/** Levels of `allOf` that are merged. */
const MAX_LEVELS = 50

/** Merges the parts of a schema, and the definitions in `expanded` that it refers to. */
export function flatten(side: Side, lookup: Lookup, expanded: ReadonlySet<string> = new Set()): Flat {
  const refs = new Set<string>()
  const own = new Map<string, unknown>()
  const places = new Map<string, string>()
  const properties = new Map<string, Side>()
  const unions: Union[] = []
  const rest: unknown[] = []
  const done = new Set<string>()
  let nullable = false

  const addReference = (reference: unknown, level: number): void => {
    const name = definitionName(reference)
    if (name === undefined) rest.push({ $ref: reference })
    else if (!expanded.has(name)) refs.add(name)
    else if (!done.has(name)) {
      done.add(name)
      const target = lookup(name)
      if (target !== undefined) add(target, level + 1)
    }
  }
  /** Adds `anyOf` or `oneOf` without the alternative for null. */
  const addAlternatives = (keyword: string, value: unknown, at: string, level: number): void => {
    const branches = Array.isArray(value) ? value : []
    const others = branches.filter(branch => !isNull(branch))
    if (others.length === branches.length) {
      put(keyword, value, at)
      return
    }
    nullable = true
    if (others.length === 1) add(inner(others[0], at, keyword, branches.indexOf(others[0])), level + 1)
    else put(keyword, others, at)
  }
  const put = (keyword: string, value: unknown, at: string): void => {
    if (!own.has(keyword)) {
      own.set(keyword, value)
      places.set(keyword, at)
      return
    }
    const merged = mergeKeyword(keyword, own.get(keyword), value)
    if (merged === undefined && UNIONS.has(keyword)) unions.push({ keyword, branches: value, at: `${at}/${keyword}` })
    else if (merged === undefined) rest.push({ [keyword]: value })
    else own.set(keyword, merged)
  }
  const addProperties = (value: unknown, at: string): void => {
    if (!isMapping(value)) return
    for (const [name, schema] of Object.entries(value)) {
      const known = properties.get(name)
      if (known === undefined) properties.set(name, inner(schema, at, 'properties', name))
      else if (!sameJson(known.schema, schema))
        properties.set(name, { schema: { allOf: [known.schema, schema] }, at: known.at })
    }
  }
  const add = ({ schema, at }: Side, level: number): void => {
    if (schema === true) return
    if (schema === false) {
      put('not', {}, at)
      return
    }
    if (!isMapping(schema) || level > MAX_LEVELS) {
      rest.push(schema)
      return
    }
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === '$ref') addReference(value, level)
      else if (keyword === 'properties') addProperties(value, at)
      else if (keyword === 'anyOf' || keyword === 'oneOf') addAlternatives(keyword, value, at, level)
      else if (keyword !== 'allOf') put(keyword, value, at)
    }
    // Outer texts and flags come before those of the parts.
    const parts = Object.hasOwn(schema, 'allOf') ? schema.allOf : undefined
    if (Array.isArray(parts)) for (const [i, part] of parts.entries()) add(inner(part, at, 'allOf', i), level + 1)
  }
  add(side, 0)
  // The place of a schema that only refers to an expanded definition is that definition.
  const [only] = done.size === 1 && isMapping(side.schema) && '$ref' in side.schema ? done : []
  const at = (only !== undefined && lookup(only)?.at) || side.at
  const placeOf = (keyword: string): string => {
    const place = places.get(keyword)
    return place === undefined ? at : `${place}/${keyword}`
  }
  return { at, refs, own, properties, nullable, unions, rest, placeOf }
}

/** Returns true for a schema that accepts null only, such as an `enum` of null. */
const isNull = (branch: unknown): boolean => {
  if (!isMapping(branch) || '$ref' in branch) return false
  const { type, enum: values } = branch
  if (Array.isArray(values)) return acceptsOnlyNull(values, type)
  return type === 'null' || (Array.isArray(type) && type.length === 1 && type[0] === 'null') || branch.const === null
}

/** Returns true if null is the only value of an `enum`, and of the `type` next to it. */
export function acceptsOnlyNull(values: unknown, type: unknown): boolean {
  const isAllowed = type === undefined || type === 'null' || (Array.isArray(type) && type.includes('null'))
  return Array.isArray(values) && values.length > 0 && values.every(value => value === null) && isAllowed
}

/** Keywords of which the first of several values counts. */
const FIRST = new Set(
  'title description default examples deprecated readOnly writeOnly externalDocs $schema discriminator'.split(' '),
)
const LOWER = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'])
const UPPER = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'])

/** Returns the value that has the meaning of both; undefined if there is none. */
const mergeKeyword = (keyword: string, a: unknown, b: unknown): unknown => {
  if (FIRST.has(keyword) || keyword.startsWith('x-') || sameJson(a, b, keyword)) return a
  if (keyword === 'required' && Array.isArray(a) && Array.isArray(b)) return [...new Set([...a, ...b])]
  if (keyword === 'enum' && Array.isArray(a) && Array.isArray(b)) {
    const values = new Set(b.map(canonical))
    return a.filter(value => values.has(canonical(value)))
  }
  if (keyword === 'type') {
    const types = new Set([b].flat())
    const common = [a].flat().filter(type => types.has(type))
    return common.length === 0 ? undefined : common
  }
  if (keyword === 'items' && isMapping(a) && isMapping(b)) return { allOf: [a, b] }
  const [left, right] = [numberOf(a), numberOf(b)]
  if (left === undefined || right === undefined) return undefined
  if (LOWER.has(keyword)) return left > right ? a : b
  return UPPER.has(keyword) ? (left < right ? a : b) : undefined
}
