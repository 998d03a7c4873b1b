import type { Diagnostic } from '../diagnostic.ts'
import { kindOf, report } from '../openapi/context.ts'
import { child, type Place } from '../openapi/place.ts'
import { quote } from '../openapi/quote.ts'
import type { Dialect } from '../openapi/specification.ts'
import { isMapping, type Mapping, own } from '../openapi/value.ts'
import { convertDiscriminator } from './discriminator.ts'
import { readKeyword, readType } from './keyword.ts'
import { makeNullable } from './nullable.ts'
import { translateDynamicReference, translateExclusive } from './older-keyword.ts'

/** JSON Schema 2020-12, as it is put together. */
export type Schema = Record<string, unknown>

/** What translating the schemas of one definition needs at hand. */
export type Translation = {
  readonly dialect: Dialect
  readonly problems: Diagnostic[]
  /** Puts the reference to a definition under `key` once its name is known; false where the text leads nowhere. */
  readonly link: (ref: string, from: Place, into: Schema, key: string) => boolean
  /** Whether a name is that of a component schema; discriminators may use it instead of a reference. */
  readonly componentReference: (name: string, from: Place) => string | undefined
}

/** What a keyword's value is, and so how it is translated. */
type Kind = 'schema' | 'schemas' | 'schema-map' | 'special' | 'ignored' | 'value'

/** Keywords of JSON Schema 2020-12 in the order that they are written in, whatever order a document has. */
const ORDER: readonly (readonly [string, Kind])[] = [
  ['$ref', 'special'],
  ['$dynamicRef', 'special'],
  ['title', 'value'],
  ['description', 'value'],
  ['type', 'special'],
  ['enum', 'value'],
  ['const', 'value'],
  ['default', 'value'],
  ['format', 'value'],
  ['multipleOf', 'value'],
  ['minimum', 'value'],
  ['exclusiveMinimum', 'special'],
  ['maximum', 'value'],
  ['exclusiveMaximum', 'special'],
  ['minLength', 'value'],
  ['maxLength', 'value'],
  ['pattern', 'value'],
  ['contentEncoding', 'value'],
  ['contentMediaType', 'value'],
  ['contentSchema', 'schema'],
  ['minItems', 'value'],
  ['maxItems', 'value'],
  ['uniqueItems', 'value'],
  ['prefixItems', 'schemas'],
  ['items', 'special'],
  ['additionalItems', 'special'],
  ['contains', 'schema'],
  ['minContains', 'value'],
  ['maxContains', 'value'],
  ['unevaluatedItems', 'schema'],
  ['minProperties', 'value'],
  ['maxProperties', 'value'],
  ['required', 'value'],
  ['dependentRequired', 'value'],
  ['properties', 'schema-map'],
  ['patternProperties', 'schema-map'],
  ['additionalProperties', 'schema'],
  ['propertyNames', 'schema'],
  ['dependentSchemas', 'schema-map'],
  ['dependencies', 'special'],
  ['unevaluatedProperties', 'schema'],
  ['allOf', 'schemas'],
  ['anyOf', 'schemas'],
  ['oneOf', 'schemas'],
  ['not', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
  ['discriminator', 'special'],
  ['readOnly', 'value'],
  ['writeOnly', 'value'],
  ['deprecated', 'value'],
  ['nullable', 'special'],
  // What a definition has no use for, or what is put elsewhere.
  ...['example', 'examples', 'xml', 'externalDocs', '$defs', 'definitions'].map(name => [name, 'ignored'] as const),
  ...['$schema', '$id', 'id', '$anchor', '$dynamicAnchor', '$comment', '$vocabulary'].map(
    name => [name, 'ignored'] as const,
  ),
]
type Keyword = { readonly name: string; readonly kind: Kind; readonly index: number }
const KEYWORDS: ReadonlyMap<string, Keyword> = new Map(
  ORDER.map(([name, kind], index) => [name, { name, kind, index }]),
)

/** Schema Object → JSON Schema 2020-12. What can't be translated becomes a schema that allows any value. */
export const translateSchema = (translation: Translation, schema: unknown, at: Place): Schema | boolean => {
  if (typeof schema === 'boolean') return schema
  if (!isMapping(schema)) {
    report(
      translation.problems,
      'warning',
      'schema-malformed',
      at,
      `A schema should be here, but it is ${kindOf(schema)}; any value is allowed.`,
    )
    return {}
  }
  const out: Schema = {}
  const ref = own(schema, '$ref')
  if (typeof ref === 'string') {
    if (!translation.link(ref, at, out, '$ref')) return {}
    if (translation.dialect === '2.0' || translation.dialect === '3.0') {
      reportSiblings(translation, schema, at)
      return out
    }
  }
  for (const { keyword, value } of keywordsOf(translation, schema, at)) {
    const { name, kind } = keyword
    if (kind === 'value') readKeyword(translation, name, value, at, out)
    else if (kind === 'schema') out[name] = translateSchema(translation, value, child(at, name))
    else if (kind === 'schemas') translateList(translation, value, child(at, name), name, out)
    else if (kind === 'schema-map') out[name] = translateMap(translation, value, child(at, name), name !== 'properties')
    else translateSpecial(translation, name, schema, at, out)
  }
  return schema.nullable === true ? makeNullable(translation, out, at) : out
}

type Stated = { readonly keyword: Keyword; readonly value: unknown }

/** The keywords of a schema in canonical order: documents that differ only in order give the same text. */
const keywordsOf = (translation: Translation, schema: Mapping, at: Place): Stated[] => {
  const found: Stated[] = []
  for (const name in schema) {
    const value = schema[name]
    const keyword = KEYWORDS.get(name)
    if (keyword === undefined) {
      if (!name.startsWith('x-') && !name.startsWith('X-'))
        report(
          translation.problems,
          'info',
          'unknown-keyword',
          child(at, name),
          `${quote(name)} is no keyword of a schema; it was left out.`,
        )
    } else if (keyword.kind !== 'ignored' && value !== undefined) {
      insert(found, { keyword, value })
    }
  }
  return found
}

/** Insertion sort: a schema has few keywords, and most are in order already. */
const insert = (stating: Stated[], stated: Stated): void => {
  let i = stating.length
  for (; i > 0; i--) {
    const before = stating[i - 1]
    if (before === undefined || before.keyword.index < stated.keyword.index) break
    stating[i] = before
  }
  stating[i] = stated
}

const translateList = (translation: Translation, value: unknown, at: Place, name: string, out: Schema): void => {
  if (!Array.isArray(value) || value.length === 0) {
    report(
      translation.problems,
      'warning',
      'keyword-malformed',
      at,
      `"${name}" has to be a list with at least one schema; it was left out.`,
    )
    return
  }
  out[name] = value.map((item: unknown, i) => translateSchema(translation, item, child(at, i)))
}

/** Only the order of properties is a document's to tell: people read them in it. */
const translateMap = (translation: Translation, value: unknown, at: Place, sort: boolean): Schema => {
  const out: Schema = {}
  if (!isMapping(value)) {
    report(
      translation.problems,
      'warning',
      'keyword-malformed',
      at,
      `A mapping of schemas should be here, but it is ${kindOf(value)}; it was left out.`,
    )
    return out
  }
  for (const name of sort ? Object.keys(value).sort() : Object.keys(value))
    define(out, name, translateSchema(translation, value[name], child(at, name)))
  return out
}

/** A property named `__proto__` is a property like any other. */
const define = (out: Schema, name: string, value: unknown): void => {
  if (name === '__proto__')
    Object.defineProperty(out, name, { value, enumerable: true, configurable: true, writable: true })
  else out[name] = value
}

const translateSpecial = (translation: Translation, name: string, schema: Mapping, at: Place, out: Schema): void => {
  const value = schema[name]
  if (name === 'type') readType(translation, schema, at, out)
  else if (name === 'items') translateItems(translation, schema, at, out)
  else if (name === 'dependencies') translateDependencies(translation, value, child(at, name), out)
  else if (name === 'discriminator') convertDiscriminator(translation, { value, at: child(at, name) }, out)
  else if (name === '$dynamicRef') translateDynamicReference(translation, value, child(at, name), out)
  else if (name === '$ref') {
    if (typeof value !== 'string')
      report(
        translation.problems,
        'warning',
        'keyword-malformed',
        child(at, name),
        'A "$ref" has to be a text; it was left out.',
      )
  } else if (name === 'exclusiveMinimum' || name === 'exclusiveMaximum')
    translateExclusive(translation, name, value, at, out)
  else if (name === 'nullable' && typeof value !== 'boolean')
    report(
      translation.problems,
      'warning',
      'keyword-malformed',
      child(at, name),
      '"nullable" has to be true or false; it was left out.',
    )
}

/** Draft 4's list of `items` is 2020-12's `prefixItems`, and its `additionalItems` the rest. */
const translateItems = (translation: Translation, schema: Mapping, at: Place, out: Schema): void => {
  const items = schema.items
  if (!Array.isArray(items)) {
    out.items = translateSchema(translation, items, child(at, 'items'))
    return
  }
  if (items.length > 0) translateList(translation, items, child(at, 'items'), 'prefixItems', out)
  const additional = own(schema, 'additionalItems')
  if (additional !== undefined) out.items = translateSchema(translation, additional, child(at, 'additionalItems'))
}

/** Draft 4's `dependencies`: lists of names became `dependentRequired`, schemas `dependentSchemas`, which win. */
const translateDependencies = (translation: Translation, value: unknown, at: Place, out: Schema): void => {
  if (!isMapping(value)) {
    const message = `"dependencies" has to be a mapping, but it is ${kindOf(value)}; it was left out.`
    report(translation.problems, 'warning', 'keyword-malformed', at, message)
    return
  }
  const found: Schema = {}
  const names = Object.entries(value).filter(([, dependency]) => Array.isArray(dependency))
  const schemas = Object.entries(value).filter(([, dependency]) => !Array.isArray(dependency))
  if (names.length > 0) readKeyword(translation, 'dependentRequired', Object.fromEntries(names), at, found)
  if (schemas.length > 0) found.dependentSchemas = translateMap(translation, Object.fromEntries(schemas), at, true)
  for (const [name, dependencies] of Object.entries(found))
    out[name] = inOrder({ ...(dependencies as Schema), ...(out[name] as Schema | undefined) })
}

/** Only the names are put in order: links into the schemas themselves are still to be filled in. */
const inOrder = (schemas: Schema): Schema => {
  const out: Schema = {}
  for (const name of Object.keys(schemas).sort()) define(out, name, schemas[name])
  return out
}

/** Reference Object of 2.0 and 3.0: "any sibling elements of a $ref are ignored". */
const reportSiblings = (translation: Translation, value: Mapping, at: Place): void => {
  const siblings = Object.keys(value).filter(
    key => key !== '$ref' && !key.startsWith('x-') && KEYWORDS.get(key)?.kind !== 'ignored',
  )
  if (siblings.length > 0)
    report(
      translation.problems,
      'info',
      'reference-siblings',
      at,
      `OpenAPI ${translation.dialect} ignores what stands beside a "$ref": ${siblings.join(', ')}.`,
    )
}
