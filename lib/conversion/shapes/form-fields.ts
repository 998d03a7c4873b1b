import type { Located, Location } from '../../json/location.ts'
import { asText, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { schemasByName } from '../schemas/referenced-maps.ts'
import { foldSchemas, membersAt, type NestingKeyword } from './fold-schemas.ts'

/** Fields of a form, from its schema. */
export type FormFields = {
  readonly properties: ReadonlyMap<string, Located>
  readonly required: ReadonlySet<string>
  /** Keywords about several fields together, or about fields without a name. */
  readonly beyond: ReadonlySet<string>
}

/** Fields with the levels of schemas that they come from. */
type NestedFields = FormFields & { readonly height: number }

const NONE: NestedFields = { properties: new Map(), required: new Set(), beyond: new Set(), height: 0 }
/** Maximum levels of nested schemas, each with the fields of all inner ones; schemas with more count as `beyond`. */
const MAX_HEIGHT = 50

/**
 * Keywords that separate fields do not support.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5
 */
const BEYOND = [
  ['additionalProperties', 'unevaluatedProperties', 'patternProperties', 'propertyNames'],
  ['minProperties', 'maxProperties', 'dependentRequired', 'dependentSchemas', 'dependencies'],
  ['oneOf', 'anyOf', 'not', 'if', 'then', 'else', 'const', 'enum', 'default'],
].flat()

const KEYWORDS = ['allOf', 'anyOf', 'oneOf'] as const

/** Reads the fields of a form through `$ref`, `allOf`, `anyOf` and `oneOf`. */
export function formFieldsOf(context: Context, node: Located): FormFields {
  const schemasAt = (member: Located): Located<Mapping>[] => {
    const resolution = context.resolver.follow(member)
    if (!resolution.ok) context.problems.push(resolution.problem)
    const { value, at } = resolution.ok ? resolution.value : member
    return resolution.ok && isMapping(value) ? [{ value, at }] : []
  }
  const results = new Map<Mapping, NestedFields>()
  const starts = schemasAt(node)
  foldSchemas(starts, {
    results,
    unknown: NONE,
    membersOf: schema =>
      membersAt(schema, KEYWORDS).map(({ keyword, node }) => ({ keyword, schemas: schemasAt(node) })),
    combine: (schema, resultsOf) => {
      const members = (key: NestingKeyword): NestedFields[] =>
        resultsOf(key).map(([fields = NONE]) =>
          fields.height < MAX_HEIGHT ? fields : { ...NONE, beyond: new Set([key]) },
        )
      const parts = [statedBy(context, schema), ...members('allOf'), either(members('anyOf')), either(members('oneOf'))]
      return every(parts)
    },
  })
  return starts.map(({ value }) => results.get(value))[0] ?? NONE
}

/** Returns the fields of the schema itself. */
const statedBy = (context: Context, { value, at }: Located<Mapping>): NestedFields => {
  const { value: properties, at: here } = getField({ value, at }, 'properties')
  const required = getOwn(value, 'required')
  return {
    properties: isMapping(properties) ? schemasByName(context, { value: properties, at: here }) : new Map(),
    required: new Set(Array.isArray(required) ? required.flatMap(name => asText(name) ?? []) : []),
    beyond: new Set(BEYOND.filter(key => getOwn(value, key) !== undefined && getOwn(value, key) !== false)),
    height: 0,
  }
}

const every = (parts: readonly NestedFields[]): NestedFields => ({
  properties: together(parts, 'allOf'),
  required: new Set(parts.flatMap(({ required }) => [...required])),
  beyond: new Set(parts.flatMap(({ beyond }) => [...beyond])),
  height: 1 + highest(parts),
})

/** Joins alternatives: a field is required if all alternatives require it. */
const either = (alternatives: readonly NestedFields[]): NestedFields => {
  const [first = NONE, ...others] = alternatives
  return {
    properties: together(alternatives, 'anyOf'),
    required: new Set([...first.required].filter(name => others.every(({ required }) => required.has(name)))),
    beyond: new Set(alternatives.flatMap(({ beyond }) => [...beyond])),
    height: highest(alternatives),
  }
}

const highest = (parts: readonly NestedFields[]): number =>
  parts.reduce((most, { height }) => Math.max(most, height), 0)

/** Returns schemas by name; joins several schemas for a name under the keyword. */
const together = (parts: readonly FormFields[], keyword: 'allOf' | 'anyOf'): Map<string, Located> => {
  const byName = new Map<string, { readonly first: Located; readonly all: Map<unknown, Located> }>()
  for (const { properties } of parts)
    for (const [name, schema] of properties) {
      const known = byName.get(name)
      if (known === undefined) byName.set(name, { first: schema, all: new Map([[schema.value, schema]]) })
      else if (!known.all.has(schema.value)) known.all.set(schema.value, schema)
    }
  return new Map(Array.from(byName, ([name, { first, all }]) => [name, join(first, [...all.values()], keyword)]))
}

/** Joins several schemas into one; each keeps its own location. */
const join = (first: Located, schemas: readonly Located[], keyword: string): Located => {
  if (schemas.length === 1) return first
  const { file, parent, key } = first.at
  const members: Location = {
    file,
    parent: first.at,
    key: keyword,
    moved: new Map(schemas.map(({ at }, i) => [`${i}`, at])),
  }
  return {
    value: { [keyword]: schemas.map(({ value }) => value) },
    at: { file, parent, key, moved: new Map([[keyword, members]]) },
  }
}
