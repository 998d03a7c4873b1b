import { keywordMalformed, schemaMalformed, unknownKeyword } from '../../diagnostics/kinds/schemas.ts'
import { countOmission } from '../../diagnostics/omissions.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located, type Location } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping, sortedKeys } from '../../json/mapping.ts'
import { reportSiblings } from '../../openapi/objects/context.ts'
import { reportSchemaDialect } from '../../openapi/objects/schema-dialect.ts'
import { isReference, referenceOf } from '../../openapi/references/walk.ts'
import { convertDiscriminator } from './discriminator.ts'
import { KEPT_SIBLINGS } from './kept-siblings.ts'
import { isRegularExpression, readKeyword, readType, reportDefault, reportVersion } from './keyword-values.ts'
import { translateDynamicReference, translateExclusive } from './legacy-keywords.ts'
import { isNullable, makeNullable } from './nullable.ts'
import { referenceTo, schemasByName } from './referenced-maps.ts'
import type { Schema, Translation } from './translation.ts'

/** A schema at a location, and its translation so far. */
type Site = { readonly schema: Mapping; readonly at: Location; readonly out: Schema }

/** Translates one keyword of a schema. */
type Translate = (translation: Translation, site: Site, name: string) => void

type Keyword = { readonly name: string; readonly index: number; readonly translate: Translate }

const value: Translate = (translation, { schema, at, out }, name) =>
  readKeyword(translation, { name, value: schema[name], at }, out)

const schema: Translate = (translation, { schema: outer, at, out }, name) => {
  out[name] = translateSchema(translation, outer[name], child(at, name))
}

const schemaArray: Translate = (translation, { schema: outer, at, out }, name) =>
  translateArray(translation, { value: outer[name], at: child(at, name) }, name, out)

/** Keeps the order of properties only, since people read it; sorts other names. */
const schemaMap: Translate = (translation, { schema: outer, at, out }, name) => {
  out[name] = translateMap(translation, outer[name], child(at, name), name !== 'properties')
}

/** Translates the schemas of names that match a pattern; ignores those whose pattern is invalid. */
const patternMap: Translate = (translation, { schema: outer, at: place, out }, name) => {
  const stated = outer[name]
  const at = child(place, name)
  const isLegal = (pattern: string): boolean => {
    const legal = pattern === '$ref' || isRegularExpression(pattern)
    if (!legal) report(translation.problems, keywordMalformed.regularExpression(name, pattern), at)
    return legal
  }
  const legal = isMapping(stated)
    ? Object.fromEntries(Object.entries(stated).filter(([pattern]) => isLegal(pattern)))
    : stated
  out[name] = translateMap(translation, legal, at, true)
}

/** Reports a `$ref` that is not a string; a string has been linked already. */
const reference: Translate = (translation, { schema: { $ref }, at }) => {
  if (typeof $ref === 'string') return
  report(translation.problems, keywordMalformed.expected('$ref', 'a string', $ref), child(at, '$ref'))
}

/** Checks `nullable`; `makeNullable` applies it at the end. */
const nullable: Translate = (translation, { schema: outer, at }) => {
  if (outer.nullable === true && translation.dialect !== '3.0')
    reportVersion(translation, '"nullable"', 'OpenAPI 3.0', child(at, 'nullable'))
  if (typeof outer.nullable === 'boolean') return
  const entry = keywordMalformed.expected('nullable', 'true or false', outer.nullable)
  report(translation.problems, entry, child(at, 'nullable'))
}

/** Translates an array of `items` (draft 4) to `prefixItems`, and `additionalItems` to `items`. */
const items: Translate = (translation, { schema: outer, at, out }) => {
  if (!Array.isArray(outer.items)) {
    out.items = translateSchema(translation, outer.items, child(at, 'items'))
    return
  }
  if (out.prefixItems !== undefined) {
    const entry = keywordMalformed.duplicateItems(outer.additionalItems !== undefined)
    report(translation.problems, entry, child(at, 'items'))
    return
  }
  if (translation.dialect !== '2.0')
    reportVersion(translation, 'an array of "items"', 'JSON Schema draft 4', child(at, 'items'))
  if (outer.items.length > 0)
    translateArray(translation, { value: outer.items, at: child(at, 'items') }, 'prefixItems', out)
  const additional = getOwn(outer, 'additionalItems')
  if (additional !== undefined) out.items = translateSchema(translation, additional, child(at, 'additionalItems'))
}

/** Ignores `additionalItems`, which `items` reads. */
const withItems: Translate = () => {}

/** Translates `dependencies` (draft 4) to `dependentRequired` and `dependentSchemas`, which have priority. */
const dependencies: Translate = (translation, { schema: outer, at: place, out }) => {
  const stated = outer.dependencies
  const at = child(place, 'dependencies')
  if (!isMapping(stated)) {
    report(translation.problems, keywordMalformed.expected('dependencies', 'an object', stated), at)
    return
  }
  const found: Schema = {}
  const names = Object.entries(stated).filter(([, dependency]) => Array.isArray(dependency))
  const schemas = Object.entries(stated).filter(([, dependency]) => !Array.isArray(dependency))
  if (names.length > 0)
    readKeyword(translation, { name: 'dependentRequired', value: Object.fromEntries(names), at }, found)
  if (schemas.length > 0) found.dependentSchemas = translateMap(translation, Object.fromEntries(schemas), at, true)
  for (const [name, dependencies] of Object.entries(found))
    out[name] = inOrder({ ...(dependencies as Schema), ...(out[name] as Schema | undefined) })
}

const type: Translate = (translation, { schema, at, out }) => readType(translation, { value: schema, at }, out)

const exclusive: Translate = (translation, { schema: outer, at, out }, name) =>
  translateExclusive(
    translation,
    { name: name as 'exclusiveMinimum' | 'exclusiveMaximum', value: outer[name], at },
    out,
  )

const discriminator: Translate = (translation, { schema: outer, at, out }, name) =>
  convertDiscriminator(translation, { value: outer[name], at: child(at, name) }, out)

const dynamicReference: Translate = (translation, { schema: outer, at, out }, name) =>
  translateDynamicReference(translation, outer[name], child(at, name), out)

/** Reports another dialect of JSON Schema. */
const dialect: Translate = (translation, { schema: outer, at }) =>
  reportSchemaDialect(translation, { keyword: '$schema', uri: outer.$schema, at: child(at, '$schema') })

/** Counts external docs for the whole document. */
const externalDocs: Translate = ({ leftOut }, { at }, name) =>
  countOmission(leftOut, 'schema-docs-not-imported', child(at, name), 1)

/** Keywords that definitions do not need, or that are handled elsewhere. */
const IGNORED = new Set(
  'example examples xml $defs definitions $id id $anchor $dynamicAnchor $comment $vocabulary'.split(' '),
)

/** Keywords of JSON Schema 2020-12 in the order of a definition, independent of the document's order. */
const ORDER: readonly (readonly [string, Translate])[] = [
  ['$ref', reference],
  ['$dynamicRef', dynamicReference],
  ['title', value],
  ['description', value],
  ['type', type],
  ['enum', value],
  ['const', value],
  ['default', value],
  ['format', value],
  ['multipleOf', value],
  ['minimum', value],
  ['exclusiveMinimum', exclusive],
  ['maximum', value],
  ['exclusiveMaximum', exclusive],
  ['minLength', value],
  ['maxLength', value],
  ['pattern', value],
  ['contentEncoding', value],
  ['contentMediaType', value],
  ['contentSchema', schema],
  ['minItems', value],
  ['maxItems', value],
  ['uniqueItems', value],
  ['prefixItems', schemaArray],
  ['items', items],
  ['additionalItems', withItems],
  ['contains', schema],
  ['minContains', value],
  ['maxContains', value],
  ['unevaluatedItems', schema],
  ['minProperties', value],
  ['maxProperties', value],
  ['required', value],
  ['dependentRequired', value],
  ['properties', schemaMap],
  ['patternProperties', patternMap],
  ['additionalProperties', schema],
  ['propertyNames', schema],
  ['dependentSchemas', schemaMap],
  ['dependencies', dependencies],
  ['unevaluatedProperties', schema],
  ['allOf', schemaArray],
  ['anyOf', schemaArray],
  ['oneOf', schemaArray],
  ['not', schema],
  ['if', schema],
  ['then', schema],
  ['else', schema],
  ['discriminator', discriminator],
  ['readOnly', value],
  ['writeOnly', value],
  ['deprecated', value],
  ['externalDocs', externalDocs],
  ['nullable', nullable],
  ['$schema', dialect],
]

const KEYWORDS: ReadonlyMap<string, Keyword> = new Map(
  ORDER.map(([name, translate], index) => [name, { name, index, translate }]),
)

/**
 * Translates a Schema Object to JSON Schema 2020-12. Anything that is not a schema becomes one that accepts any value.
 * @see https://spec.openapis.org/oas/v3.1.1.html#schema-object
 */
export function translateSchema(translation: Translation, schema: unknown, at: Location): Schema | boolean {
  if (typeof schema === 'boolean') return schema
  if (!isMapping(schema)) {
    report(translation.problems, schemaMalformed.notASchema(schema), at)
    return {}
  }
  const out: Schema = {}
  const ref = referenceOf(schema)
  if (ref !== undefined) {
    translation.link(ref, at, out, '$ref')
    if (translation.dialect === '2.0' || translation.dialect === '3.0') {
      reportSchemaSiblings(translation, { value: schema, at }, USED_SIBLINGS)
      for (const name of KEPT_SIBLINGS)
        if (schema[name] !== undefined) KEYWORDS.get(name)?.translate(translation, { schema, at, out }, name)
      return isNullable(translation.dialect, schema) ? makeNullable(translation, out, at) : out
    }
  }
  const site: Site = { schema, at, out }
  for (const { name, translate } of keywordsOf(translation, schema, at)) translate(translation, site, name)
  reportDefault(translation, out, at)
  return isNullable(translation.dialect, schema) ? makeNullable(translation, out, at) : out
}

const USED_SIBLINGS: ReadonlySet<string> = new Set(KEPT_SIBLINGS)

/** Returns the keywords of a schema in canonical order, so that the document's order does not change a definition. */
const keywordsOf = (translation: Translation, schema: Mapping, at: Location): Keyword[] => {
  const found: Keyword[] = []
  for (const name in schema) {
    const keyword = KEYWORDS.get(name)
    if (keyword !== undefined) {
      if (schema[name] !== undefined) insert(found, keyword)
    } else if (!isIgnored(name)) report(translation.problems, unknownKeyword.ignored(name), child(at, name))
  }
  return found
}

const isIgnored = (name: string): boolean => IGNORED.has(name) || name.startsWith('x-') || name.startsWith('X-')

/** Reports the unknown keywords of one schema, without those of nested schemas. */
export function reportUnknownKeywords(
  { dialect, problems }: Pick<Translation, 'dialect' | 'problems'>,
  { value, at }: Located<Mapping>,
): void {
  const isKnown = (name: string): boolean =>
    KEYWORDS.has(name) || isIgnored(name) || (dialect === '2.0' && name === 'collectionFormat')
  for (const name in value) if (!isKnown(name)) report(problems, unknownKeyword.ignored(name), child(at, name))
}

/** Insertion sort: a schema has few keywords, and most are in order already. */
const insert = (keywords: Keyword[], keyword: Keyword): void => {
  let i = keywords.length
  for (; i > 0; i--) {
    const before = keywords[i - 1]
    if (before === undefined || before.index < keyword.index) break
    keywords[i] = before
  }
  keywords[i] = keyword
}

const translateArray = (translation: Translation, { value, at }: Located, name: string, out: Schema): void => {
  if (!Array.isArray(value) || value.length === 0) {
    report(translation.problems, keywordMalformed.expected(name, 'a non-empty array of schemas', value), at)
    return
  }
  out[name] = value.map((item: unknown, i) => translateSchema(translation, item, child(at, i)))
}

const translateMap = (translation: Translation, value: unknown, at: Location, sort: boolean): Schema => {
  const out: Schema = {}
  if (!isMapping(value)) {
    report(translation.problems, keywordMalformed.expected(String(at.key), 'an object of schemas', value), at)
    return out
  }
  if (isReference(value)) return translateElsewhere(translation, { value, at }, sort)
  for (const name of sort ? sortedKeys(value) : Object.keys(value))
    define(out, name, translateSchema(translation, value[name], child(at, name)))
  return out
}

/** Inlines the schemas that the object's own `$ref` refers to; nested ones are linked instead, as they may be circular. */
const translateElsewhere = (translation: Translation, map: Located<Mapping>, sort: boolean): Schema => {
  const out: Schema = {}
  for (const [name, { value, at }] of schemasByName(translation, map)) {
    const link: Schema = {}
    const { ref, from } = referenceTo(at)
    if (translation.isElsewhere) translation.link(ref, from, link, '$ref')
    define(
      out,
      name,
      translation.isElsewhere ? link : translateSchema({ ...translation, isElsewhere: true }, value, at),
    )
  }
  return sort ? inOrder(out) : out
}

/** Defines a property, also one with the name `__proto__`. */
const define = (out: Schema, name: string, value: unknown): void => {
  if (name === '__proto__')
    Object.defineProperty(out, name, { value, enumerable: true, configurable: true, writable: true })
  else out[name] = value
}

/** Sorts the names only: links in the schemas are set later. */
const inOrder = (schemas: Schema): Schema => {
  const out: Schema = {}
  for (const name of sortedKeys(schemas)) define(out, name, schemas[name])
  return out
}

/**
 * Reports siblings of a `$ref`, which 2.0 and 3.0 ignore; since 3.1, those of a schema count.
 * @param used siblings that are kept although the specification ignores them
 * @see https://spec.openapis.org/oas/v3.0.4.html#reference-object
 */
export function reportSchemaSiblings(
  context: Pick<Translation, 'dialect' | 'problems'>,
  { value, at }: Located,
  used?: ReadonlySet<string>,
): void {
  if (context.dialect === '3.1' || context.dialect === '3.2') return
  // Most have none.
  if (isReference(value) && Object.keys(value).length > 1)
    reportSiblings(context, { value, at }, key => IGNORED.has(key) || used?.has(key) === true)
}
