import { child, type Located, type Location } from '../../json/location.ts'
import { asText, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import { schemasByName } from './referenced-maps.ts'

/** Fields of a form, from its schema. */
export type FormFields = {
  readonly properties: ReadonlyMap<string, Located>
  readonly required: ReadonlySet<string>
  /** Keywords about several fields together, or about fields without a name. */
  readonly beyond: ReadonlySet<string>
}

const NONE: FormFields = { properties: new Map(), required: new Set(), beyond: new Set() }
/** Maximum depth of nested schemas; deeper schemas count as `beyond`. */
const MAX_DEPTH = 50

/**
 * Keywords that separate fields do not support.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5
 */
const BEYOND = [
  ['additionalProperties', 'unevaluatedProperties', 'patternProperties', 'propertyNames'],
  ['minProperties', 'maxProperties', 'dependentRequired', 'dependentSchemas', 'dependencies'],
  ['oneOf', 'anyOf', 'not', 'if', 'then', 'else', 'const', 'enum', 'default'],
].flat()

/** Reads the fields of a form through `$ref`, `allOf`, `anyOf` and `oneOf`; visits each schema once. */
export function formFieldsOf(
  context: Context,
  node: Located,
  seen: Map<Mapping, FormFields> = new Map(),
  depth = 0,
): FormFields {
  const resolution = context.resolver.follow(node)
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return NONE
  }
  const { value, at } = resolution.value
  if (!isMapping(value)) return NONE
  const known = seen.get(value)
  if (known !== undefined) return known
  seen.set(value, NONE)
  const members = (key: string): FormFields[] => {
    const list = getOwn(value, key)
    if (!Array.isArray(list)) return []
    if (depth >= MAX_DEPTH) return [{ ...NONE, beyond: new Set([key]) }]
    return list.map((member: unknown, i) =>
      formFieldsOf(context, { value: member, at: child(child(at, key), i) }, seen, depth + 1),
    )
  }
  const fields = every([
    statedBy(context, { value, at }),
    ...members('allOf'),
    ...['anyOf', 'oneOf'].map(key => either(members(key))),
  ])
  seen.set(value, fields)
  return fields
}

/** Returns the fields of the schema itself. */
const statedBy = (context: Context, { value, at }: Located<Mapping>): FormFields => {
  const { value: properties, at: here } = getField({ value, at }, 'properties')
  const required = getOwn(value, 'required')
  return {
    properties: isMapping(properties) ? schemasByName(context, { value: properties, at: here }) : new Map(),
    required: new Set(Array.isArray(required) ? required.flatMap(name => asText(name) ?? []) : []),
    beyond: new Set(BEYOND.filter(key => getOwn(value, key) !== undefined && getOwn(value, key) !== false)),
  }
}

const every = (parts: readonly FormFields[]): FormFields => ({
  properties: together(parts, 'allOf'),
  required: new Set(parts.flatMap(({ required }) => [...required])),
  beyond: new Set(parts.flatMap(({ beyond }) => [...beyond])),
})

/** Joins alternatives: a field is required if all alternatives require it. */
const either = (alternatives: readonly FormFields[]): FormFields => {
  const [first = NONE, ...others] = alternatives
  return {
    properties: together(alternatives, 'anyOf'),
    required: new Set([...first.required].filter(name => others.every(({ required }) => required.has(name)))),
    beyond: new Set(alternatives.flatMap(({ beyond }) => [...beyond])),
  }
}

/** Returns schemas by name; joins several schemas for a name under the keyword. */
const together = (parts: readonly FormFields[], keyword: 'allOf' | 'anyOf'): Map<string, Located> => {
  const byName = new Map<string, [Located, ...Located[]]>()
  for (const { properties } of parts)
    for (const [name, schema] of properties) {
      const known = byName.get(name)
      if (known === undefined) byName.set(name, [schema])
      else known.push(schema)
    }
  return new Map(Array.from(byName, ([name, schemas]) => [name, join(schemas, keyword)]))
}

/** Joins several schemas into one; each keeps its own location. */
const join = (schemas: readonly [Located, ...Located[]], keyword: string): Located => {
  const [first] = schemas
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
