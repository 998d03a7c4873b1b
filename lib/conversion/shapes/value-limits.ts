import { keywordMalformed } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { canonical } from '../../json/canonical.ts'
import { child, type Located } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { readKeyword } from '../schemas/keyword-values.ts'

/**
 * Restrictions of a value by keyword, with the values of all schemas that apply together. Of bounds only the narrowest
 * counts; `exclusiveMinimum` and `exclusiveMaximum` are numbers.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6
 */
export type ValueLimits = { readonly [Keyword in LimitKeyword]?: readonly unknown[] }
export type LimitKeyword = (typeof LIMITS)[number]

const LIMITS = [
  ...(['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf'] as const),
  ...(['minLength', 'maxLength', 'pattern', 'contentEncoding', 'contentMediaType'] as const),
  ...(['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'deprecated'] as const),
] as const

/**
 * Keywords that neither a parameter nor its note supports.
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-10
 */
const BEYOND = [
  ...['properties', 'required', 'additionalProperties', 'patternProperties', 'propertyNames'],
  ...['unevaluatedProperties', 'dependentRequired', 'dependentSchemas', 'dependencies', 'discriminator'],
  ...['prefixItems', 'additionalItems', 'unevaluatedItems', 'contains', 'minContains', 'maxContains'],
  ...['not', 'if', 'then', 'else', 'contentSchema', '$dynamicRef'],
] as const

/** Returns the restrictions of one schema, without those of nested schemas; reports invalid values if there are `problems`. */
export function limitsOf({ value, at }: Located<Mapping>, problems: Context['problems'] = []): ValueLimits | undefined {
  const found: { [keyword: string]: unknown } = {}
  let isEmpty = true
  for (const name of LIMITS) {
    const stated = getOwn(value, name)
    if (stated === undefined || isFlag(name, stated)) continue
    readKeyword({ problems }, { name, value: stated, at }, found)
    isEmpty = false
  }
  if (isEmpty && getOwn(value, 'exclusiveMinimum') === undefined && getOwn(value, 'exclusiveMaximum') === undefined)
    return undefined
  // In draft 4, a flag makes the other keyword's bound exclusive.
  for (const [flag, bound] of BOUNDS) {
    if (getOwn(value, flag) !== true) continue
    if (found[bound] === undefined) report(problems, keywordMalformed.withoutBound(flag, bound), child(at, flag))
    else found[flag] = found[bound]
    delete found[bound]
  }
  return Object.fromEntries(Object.entries(found).map(([name, item]) => [name, [item]]))
}

const BOUNDS = [
  ['exclusiveMinimum', 'minimum'],
  ['exclusiveMaximum', 'maximum'],
] as const

const isFlag = (name: LimitKeyword, value: unknown): boolean =>
  (name === 'exclusiveMinimum' || name === 'exclusiveMaximum') && typeof value === 'boolean'

/** Returns the keywords of one schema that a parameter does not support. */
export function keywordsBeyond(schema: Mapping): readonly string[] | undefined {
  const found = BEYOND.filter(name => restricts(name, getOwn(schema, name)))
  const others = [
    ...(Array.isArray(getOwn(schema, 'items')) ? ['items'] : []),
    // Items of 2.0 may have one of their own.
    ...(getOwn(schema, 'in') === undefined && getOwn(schema, 'collectionFormat') !== undefined
      ? ['collectionFormat']
      : []),
  ]
  return found.length + others.length === 0 ? undefined : [...found, ...others]
}

/** Returns false for a value that restricts nothing, and for `required` of a parameter, which is not a keyword. */
const restricts = (name: string, value: unknown): boolean => {
  if (value === undefined) return false
  if (name === 'required') return Array.isArray(value) && value.length > 0
  if (name === 'properties') return isMapping(value) && Object.keys(value).length > 0
  return value !== true || !/Properties$|Items$/.test(name)
}

/** Intersects restrictions. */
export function bothLimits(a: ValueLimits | undefined, b: ValueLimits | undefined): ValueLimits | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const joined: { [keyword: string]: readonly unknown[] } = { ...a }
  for (const [name, values] of Object.entries(b)) {
    const all = [...(joined[name] ?? []), ...values]
    const isLower = /^(min|exclusiveMin)/.test(name)
    const isBound = isLower || /^(max|exclusiveMax)/.test(name)
    const narrowest = all.reduce((one, other) => (Number(other) > Number(one) === isLower ? other : one))
    joined[name] = isBound ? [narrowest] : [...new Set(all)]
  }
  return joined
}

/** Returns true if values are equal as JSON. */
export function isSameJson(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b)
}

/** Joins arrays of names, each once; undefined if there are none. */
export function joinNames(...lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const given = lists.filter(list => list !== undefined)
  return given.length < 2 ? given[0] : [...new Set(given.flat())]
}
