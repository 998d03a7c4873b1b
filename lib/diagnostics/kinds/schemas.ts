import { kindOf } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import { error, info, kind, warning } from '../kind.ts'

export const schemaMalformed = kind(
  'schema-malformed',
  { meaning: 'A schema must be an object or a boolean. Any value is accepted instead.', remedy: 'Correct the schema.' },
  {
    notASchema: warning(
      (value: unknown) => `Expected a schema (object or boolean), got ${kindOf(value)}; any value is accepted.`,
    ),
    inSection: warning((section: string) => `Expected a schema, got an object of "${section}"; any value is accepted.`),
    document: warning(() => 'Expected a schema, got the root of a document; any value is accepted.'),
    holdsSchema: warning(
      () => 'Expected a schema, got an object with "content" or "schema" in it; any value is accepted.',
    ),
  },
)

export const typeUnknown = kind(
  'type-unknown',
  { meaning: '`type` is not a type of JSON Schema. Any type is accepted.', remedy: 'Correct the type.' },
  { accepted: warning((type: unknown) => `JSON Schema has no type ${quote(type)}; any type is accepted.`) },
)

/** Scalars as they are, and anything else by its kind, since it may be of any size. */
const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  if (typeof value !== 'object' || value === null) return quote(value, 80)
  return Array.isArray(value) && value.length === 0 ? 'an empty array' : kindOf(value)
}

const invalid = (keyword: string, reason: string): string =>
  `Invalid value for keyword "${keyword}": ${reason}; ignored.`

export const keywordMalformed = kind(
  'keyword-malformed',
  {
    meaning: 'JSON Schema does not allow the value of a keyword. The keyword was ignored.',
    remedy: 'Correct the value.',
  },
  {
    expected: warning((keyword: string, expected: string, value: unknown) =>
      invalid(keyword, `expected ${expected}, got ${shown(value)}`),
    ),
    item: warning((keyword: string, expected: string, item: unknown) =>
      invalid(keyword, `expected ${expected}, got an item that is ${shown(item)}`),
    ),
    regularExpression: warning((keyword: string, value: string) =>
      invalid(keyword, `${quote(value, 80)} is not a regular expression of ECMA-262`),
    ),
    number: warning((keyword: string) => invalid(keyword, 'JSON does not support the numbers NaN and Infinity')),
    reserved: warning((keyword: string) =>
      invalid(keyword, 'strings that begin with "#/$defs/" are reserved for references'),
    ),
    /** `exclusiveMinimum: true` without `minimum`. */
    withoutBound: warning((keyword: string, bound: string) => `Keyword "${keyword}" requires "${bound}"; ignored.`),
    withoutPropertyName: warning(() => 'Keyword "discriminator" requires a string as "propertyName"; ignored.'),
    duplicateItems: warning(
      (additional: boolean) =>
        `Keyword "items" with an array has the same meaning as "prefixItems"; "items"${additional ? ' and "additionalItems" are' : ' is'} ignored.`,
    ),
  },
)

export const keywordCoerced = kind(
  'keyword-coerced',
  {
    meaning:
      'A value has another type or spelling than the keyword or field requires, such as a number for a string, or `GET` for `get`. It was converted.',
    remedy: 'Nothing to do.',
  },
  {
    value: info(
      (keyword: string, expected: string, value: unknown) =>
        `"${keyword}" must be ${expected}, got ${kindOf(value)}; converted.`,
    ),
    names: info(
      (keyword: string, names: readonly unknown[]) =>
        `Names in "${keyword}" must be strings; converted: ${names.map(name => quote(String(name), 80)).join(', ')}. The document may write them in another way.`,
    ),
    /** A word of the specification in another spelling. */
    spelling: info((word: string, used: string) => `${quote(word)} is read as ${quote(used)}.`),
    bareNull: info(() => 'null in "type" is read as the type "null".'),
    /** A single value where an array is required. */
    status: info((key: string, status: string | number) => `${quote(key)} is read as status ${status}.`),
    single: info((field: string) => `"${field}" must be an array, got a single value; read as an array of it.`),
  },
)

export const keywordVersion = kind(
  'keyword-version',
  {
    meaning: 'A keyword belongs to another version of OpenAPI or JSON Schema. It has the meaning of that version.',
    remedy: "Use the form of the document's version.",
  },
  {
    read: info(
      (dialect: string, feature: string, specification: string) =>
        `OpenAPI ${dialect} does not define ${feature}; it is read as ${specification} defines it.`,
    ),
  },
)

export const schemaDialect = kind(
  'schema-dialect',
  {
    meaning:
      '`$schema` or `jsonSchemaDialect` names another dialect of JSON Schema than that of the OpenAPI version. It was ignored: keywords have the meaning that OpenAPI gives them.',
    remedy: 'Check the keywords whose meaning differs between the two.',
  },
  {
    ignored: info(
      (dialect: string, keyword: string, uri: unknown) =>
        `${keyword} names the dialect ${quote(uri, 200)}; ignored, schemas are read as OpenAPI ${dialect} defines them.`,
    ),
  },
)

export const unknownKeyword = kind(
  'unknown-keyword',
  { meaning: 'A schema has an unknown keyword. It was ignored.', remedy: 'Nothing to do; or correct its spelling.' },
  { ignored: info((keyword: string) => `Unknown schema keyword ${quote(keyword)}; ignored.`) },
)

export const requiredBoolean = kind(
  'required-boolean',
  {
    meaning:
      'A property has `required: true` or `required: false`. It was ignored, since `required` is an array of names in the schema of the object.',
    remedy: 'Add the name of the property to `required` of the object schema.',
  },
  {
    ignored: info(
      () => '"required" must be an array of names in the schema of the object, got a boolean in a property; ignored.',
    ),
  },
)

export const numberImprecise = kind(
  'number-imprecise',
  {
    meaning: 'A default is a number with more digits than the platform supports in an action. It was rounded.',
    remedy: 'Nothing to do; or declare the parameter as a string.',
  },
  { rounded: info((name: string) => `The default of ${quote(name)} has too many digits for a JSON number; rounded.`) },
)

export const defaultNotAllowed = kind(
  'default-not-allowed',
  {
    meaning: 'A default is not one of the allowed values. It was kept.',
    remedy: 'Correct the default, or add it to `enum`.',
  },
  { kept: warning((value: unknown) => `Default ${quote(value)} is not one of the allowed values; kept.`) },
)

export const nullableEnum = kind(
  'nullable-enum',
  {
    meaning: '`nullable` is a sibling of an `enum` without null. null is accepted, as intended.',
    remedy: 'Nothing to do.',
  },
  {
    accepted: info(
      () => 'In OpenAPI, "nullable" does not add null to "enum" or "const"; null is accepted, as intended.',
    ),
  },
)

export const nullableComposition = kind(
  'nullable-composition',
  {
    meaning: '`nullable` is a sibling of `$ref`, `allOf` or the like. null is accepted, as intended.',
    remedy: 'Nothing to do.',
  },
  {
    accepted: info(
      () => 'In OpenAPI, "nullable" has no effect on "$ref", "allOf" and the like; null is accepted, as intended.',
    ),
  },
)

export const dynamicReference = kind(
  'dynamic-reference',
  {
    meaning: '`$dynamicRef` was read as `$ref`. As a sibling of `$ref` it was ignored.',
    remedy: 'Nothing to do, unless the schemas extend one another with it.',
  },
  {
    readAsRef: info(() => '$dynamicRef is read as $ref.'),
    ignored: warning(() => '$dynamicRef is a sibling of $ref; ignored.'),
  },
)

export const tooManyDefinitions = kind(
  'too-many-definitions',
  {
    meaning: 'The document has more definitions than `MAX_DEFINITIONS` (100,000).',
    remedy: 'Split the document and import the parts.',
  },
  {
    exceeded: error(
      (limit: number) => `The document has more than ${limit} definitions (MAX_DEFINITIONS); import it in parts.`,
    ),
  },
)
