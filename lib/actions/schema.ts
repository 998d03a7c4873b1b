import type { Diagnostic } from '../diagnostic.ts'
import { kindOf, report } from '../openapi/context.ts'
import { child, type Located, type Place } from '../openapi/place.ts'
import type { Dialect } from '../openapi/specification.ts'
import { isMapping, type Mapping, own } from '../openapi/value.ts'
import { convertDiscriminator } from './discriminator.ts'
import { readKeyword, readType } from './keyword.ts'
import { makeNullable } from './nullable.ts'

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
const KEYWORDS = new Map(ORDER.map(([name, kind], index) => [name, { name, kind, index }]))
type Keyword = { readonly name: string; readonly kind: Kind; readonly index: number }

/** Schema Object → JSON Schema 2020-12. What can't be translated becomes a schema that allows any value. */
export const translateSchema = (translation: Translation, { value, at }: Located): Schema | boolean => {
  if (typeof value === 'boolean') return value
  if (!isMapping(value)) {
    report(
      translation.problems,
      'warning',
      'schema-malformed',
      at,
      `A schema should be here, but it is ${kindOf(value)}; any value is allowed.`,
    )
    return {}
  }
  const out: Schema = {}
  if (typeof value.$ref === 'string' && Object.hasOwn(value, '$ref')) {
    if (!translation.link(value.$ref, at, out, '$ref')) return {}
    if (translation.dialect === '2.0' || translation.dialect === '3.0') {
      reportSiblings(translation, value, at)
      return out
    }
  }
  for (const keyword of keywordsOf(translation, value, at)) {
    const node = { value: value[keyword.name], at }
    if (keyword.kind === 'schema') out[keyword.name] = translateSchema(translation, under(node, keyword.name))
    else if (keyword.kind === 'schemas') translateList(translation, under(node, keyword.name), keyword.name, out)
    else if (keyword.kind === 'schema-map') out[keyword.name] = translateMap(translation, under(node, keyword.name))
    else if (keyword.kind === 'value') readKeyword(translation, keyword.name, node, out)
    else translateSpecial(translation, keyword.name, value, at, out)
  }
  return value.nullable === true ? makeNullable(translation, out, at) : out
}

const under = ({ value, at }: Located, key: string): Located => ({ value, at: child(at, key) })

/** The keywords of a schema in canonical order: documents that differ only in order give the same text. */
const keywordsOf = (translation: Translation, schema: Mapping, at: Place): Keyword[] => {
  const found: Keyword[] = []
  for (const name of Object.keys(schema)) {
    const keyword = KEYWORDS.get(name)
    if (keyword === undefined) {
      if (!name.startsWith('x-') && !name.startsWith('X-'))
        report(
          translation.problems,
          'info',
          'unknown-keyword',
          child(at, name),
          `${JSON.stringify(name)} is no keyword of a schema; it was left out.`,
        )
    } else if (keyword.kind !== 'ignored' && schema[name] !== undefined) {
      let i = found.length
      while (i > 0 && (found[i - 1] as Keyword).index > keyword.index) i--
      found.splice(i, 0, keyword)
    }
  }
  return found
}

const translateList = (translation: Translation, { value, at }: Located, name: string, out: Schema): void => {
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
  out[name] = value.map((item: unknown, i) => translateSchema(translation, { value: item, at: child(at, i) }))
}

const translateMap = (translation: Translation, { value, at }: Located): Schema => {
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
  for (const name of Object.keys(value)) {
    define(out, name, translateSchema(translation, { value: value[name], at: child(at, name) }))
  }
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
  const here = child(at, name)
  if (name === 'type') readType(translation, schema, at, out)
  else if (name === 'items') translateItems(translation, { value, at: here }, own(schema, 'additionalItems'), out, at)
  else if (name === 'dependencies') translateDependencies(translation, { value, at: here }, out)
  else if (name === 'discriminator') convertDiscriminator(translation, { value, at: here }, out)
  else if (name === '$dynamicRef') translateDynamicReference(translation, { value, at: here }, out)
  else if (name === '$ref' && typeof value !== 'string')
    report(translation.problems, 'warning', 'keyword-malformed', here, 'A "$ref" has to be a text; it was left out.')
  else if (name === 'exclusiveMinimum' || name === 'exclusiveMaximum')
    translateExclusive(translation, name, value, at, out)
}

/** JSON Schema draft 4 validation section 5: a flag beside `minimum`; since draft 6 a bound of its own. */
const translateExclusive = (
  translation: Translation,
  name: 'exclusiveMinimum' | 'exclusiveMaximum',
  value: unknown,
  at: Place,
  out: Schema,
): void => {
  if (typeof value !== 'boolean') {
    readKeyword(translation, name, { value, at }, out)
    return
  }
  const bound = name === 'exclusiveMinimum' ? 'minimum' : 'maximum'
  if (!value || out[bound] === undefined) return
  out[name] = out[bound]
  delete out[bound]
}

/** Draft 4's list of `items` is 2020-12's `prefixItems`, and its `additionalItems` the rest. */
const translateItems = (translation: Translation, node: Located, additional: unknown, out: Schema, at: Place): void => {
  if (!Array.isArray(node.value)) {
    out.items = translateSchema(translation, node)
    return
  }
  if (node.value.length > 0) translateList(translation, node, 'prefixItems', out)
  if (additional !== undefined)
    out.items = translateSchema(translation, { value: additional, at: child(at, 'additionalItems') })
}

/** Draft 4's `dependencies`: lists of names became `dependentRequired`, schemas `dependentSchemas`. */
const translateDependencies = (translation: Translation, { value, at }: Located, out: Schema): void => {
  if (!isMapping(value)) return
  const names = Object.entries(value).filter(([, dependency]) => Array.isArray(dependency))
  const schemas = Object.entries(value).filter(([, dependency]) => !Array.isArray(dependency))
  if (names.length > 0) readKeyword(translation, 'dependentRequired', { value: Object.fromEntries(names), at }, out)
  if (schemas.length > 0) out.dependentSchemas ??= translateMap(translation, { value: Object.fromEntries(schemas), at })
}

const translateDynamicReference = (translation: Translation, { value, at }: Located, out: Schema): void => {
  if (typeof value !== 'string' || out.$ref !== undefined) return
  report(translation.problems, 'info', 'dynamic-reference', at, 'A dynamic reference was taken as an ordinary one.')
  translation.link(value, at, out, '$ref')
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
