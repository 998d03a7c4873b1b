import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import {
  defaultNotAllowed,
  keywordCoerced,
  keywordMalformed,
  keywordVersion,
  requiredBoolean,
  typeUnknown,
} from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { canonical, sorted } from '../../json/canonical.ts'
import { ExactNumber, isInteger, parseNumber } from '../../json/exact-number.ts'
import { child, type Located, type Location } from '../../json/location.ts'
import { asText, isMapping, kindOf, type Mapping, sortedKeys } from '../../json/mapping.ts'
import { readTypeName } from '../../openapi/objects/type-name.ts'
import { printable } from '../text.ts'
import { hasBareNull, isJsonType, jsonTypes, respelledTypes } from './json-type.ts'
import type { Schema, Translation } from './translation.ts'

/** Values that a keyword accepts; `read` returns the value for 2020-12, or undefined if it is not accepted. */
type Accepted = { readonly expected: string; readonly read: (value: unknown) => unknown }

const string: Accepted = { expected: 'a string', read: asText }

/** Strings for people, cleaned as those of an action are. Cleaning may uncover the beginning of a reference. */
const prose: Accepted = {
  expected: 'a string',
  read: value => {
    const read = asText(value)
    const cleaned = read === undefined ? undefined : printable(read)
    return isSchemaData(cleaned) ? cleaned : undefined
  },
}

const readNumber = (value: unknown): number | ExactNumber | undefined => {
  const read = typeof value === 'string' ? parseNumber(value) : value
  return read instanceof ExactNumber || (typeof read === 'number' && Number.isFinite(read)) ? read : undefined
}

const number: Accepted = { expected: 'a number', read: readNumber }

const numberThat = (expected: string, isAccepted: (number: number | ExactNumber) => boolean): Accepted => ({
  expected,
  read: value => {
    const read = readNumber(value)
    return read !== undefined && isAccepted(read) ? read : undefined
  },
})

const isNegative = (number: number | ExactNumber): boolean =>
  number instanceof ExactNumber ? number.text.startsWith('-') : number < 0

const positive = numberThat('a number greater than 0', number => Number(number) > 0)

const count = numberThat('a non-negative integer', number => isInteger(number) && !isNegative(number))

const flag: Accepted = {
  expected: 'true or false',
  read: value => (value === true || value === 'true' ? true : undefined),
}

const isName = (value: unknown): boolean => asText(value) !== undefined

const readNames = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.every(isName) ? [...new Set(value.map(String))] : undefined

const names: Accepted = { expected: 'an array of strings', read: readNames }

const namesByName: Accepted = {
  expected: 'an object of arrays of strings',
  read: value => {
    const entries = isMapping(value)
      ? sortedKeys(value).map(name => [name, readNames(value[name])] as const)
      : undefined
    return entries?.every(([, found]) => found !== undefined) ? Object.fromEntries(entries) : undefined
  },
}

const pattern: Accepted = {
  expected: 'a string',
  read: value => (typeof value === 'string' && isRegularExpression(value) ? value : undefined),
}

const data: Accepted = { expected: 'a JSON value', read: sorted }

const values: Accepted = {
  expected: 'a non-empty array',
  read: value => (Array.isArray(value) && value.length > 0 ? sorted(value) : undefined),
}

const ACCEPTED: Readonly<Record<string, Accepted>> = {
  title: prose,
  description: prose,
  format: string,
  contentEncoding: string,
  contentMediaType: string,
  pattern,
  multipleOf: positive,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  minLength: count,
  maxLength: count,
  minItems: count,
  maxItems: count,
  minContains: count,
  maxContains: count,
  minProperties: count,
  maxProperties: count,
  uniqueItems: flag,
  readOnly: flag,
  writeOnly: flag,
  deprecated: flag,
  required: names,
  dependentRequired: namesByName,
  enum: values,
  const: data,
  default: data,
}

/** Keyword of a schema that holds no schema; `at` is the location of the schema. */
export type Keyword = { readonly name: string; readonly value: unknown; readonly at: Location }

/**
 * Copies one keyword that holds no schema into `out`.
 * @see https://json-schema.org/draft/2020-12/json-schema-validation
 */
export function readKeyword(
  { problems }: Pick<Translation, 'problems'>,
  { name, value, at: schema }: Keyword,
  out: Schema,
): void {
  const at = child(schema, name)
  const accepted = ACCEPTED[name]
  // A string that looks like a reference to a definition would be read as one.
  const read = isSchemaData(value) ? accepted?.read(value) : undefined
  if (read === undefined) {
    const entry = invalidValue(name, value, accepted)
    if (entry !== undefined) report(problems, entry, at)
    return
  }
  // An empty array requires nothing.
  if (!(name === 'required' && (read as string[]).length === 0)) out[name] = read
  if (typeof read !== typeof value) report(problems, keywordCoerced.value(name, kindOf(read), value), at)
  if (accepted === names || accepted === namesByName) reportNames(problems, name, value, at)
}

const invalidValue = (name: string, value: unknown, accepted: Accepted | undefined): DiagnosticEntry | undefined => {
  // `false` has the same meaning as an absent flag.
  if (value === false && accepted === flag) return undefined
  if (name === 'required' && typeof value === 'boolean') return requiredBoolean.ignored()
  const unsupported = findUnsupported(value)
  if (typeof unsupported === 'number') return keywordMalformed.number(name)
  if (typeof unsupported === 'string') return keywordMalformed.reserved(name)
  if (accepted === prose && typeof value === 'string') return keywordMalformed.reserved(name)
  if (accepted === pattern && typeof value === 'string') return keywordMalformed.regularExpression(name, value)
  const { expected = 'a JSON value' } = accepted ?? {}
  return accepted === names && Array.isArray(value)
    ? keywordMalformed.item(
        name,
        expected,
        value.find(item => !isName(item)),
      )
    : keywordMalformed.expected(name, expected, value)
}

/** Reports names that are not strings: the document may write a number in another way, which names another property. */
const reportNames = (problems: Diagnostic[], keyword: string, value: unknown, at: Location): void => {
  const listed = Array.isArray(value) ? value : Object.values(value as Mapping).flat()
  const others = listed.filter(name => typeof name !== 'string')
  if (others.length > 0) report(problems, keywordCoerced.names(keyword, others), at)
}

/** Reports a default that `enum` or `const`, or that of its items, does not allow; null can be allowed by `nullable`. */
export function reportDefault(
  { problems }: Pick<Translation, 'problems'>,
  schema: { readonly [keyword: string]: unknown },
  at: Location,
): void {
  const { default: stated, items } = schema
  if (stated === undefined || stated === null) return
  const values = Array.isArray(stated) && isMapping(items) ? stated : []
  if (isAllowedBy(schema, stated) && values.every(value => isAllowedBy(items as Mapping, value))) return
  report(problems, defaultNotAllowed.kept(stated), child(at, 'default'))
}

const isAllowedBy = ({ enum: listed, const: constant }: Mapping, stated: unknown): boolean => {
  const allowed = constant === undefined ? listed : [constant]
  if (!Array.isArray(allowed)) return true
  const text = canonical(stated)
  return allowed.some(value => canonical(value) === text)
}

/** Reads `type`; `file` of 2.0 becomes a binary string. */
export function readType(translation: Translation, { value: schema, at }: Located<Mapping>, out: Schema): void {
  const { type } = schema
  if (isJsonType(type)) {
    out.type = type
    return
  }
  reportSpelling(translation, type, child(at, 'type'))
  if (readTypeName(type) === 'file') {
    if (translation.dialect !== '2.0') reportVersion(translation, 'the type "file"', 'OpenAPI 2.0', child(at, 'type'))
    out.type = 'string'
    if (schema.format === undefined) out.format = 'binary'
    return
  }
  const types = jsonTypes(type)
  if (types !== undefined) {
    out.type = types.length === 1 ? types[0] : types
    if (hasBareNull(type)) report(translation.problems, keywordCoerced.bareNull(), child(at, 'type'))
    return
  }
  report(translation.problems, typeUnknown.accepted(type), child(at, 'type'))
}

/** Reports the names of types that are spelt with capitals. */
export function reportSpelling({ problems }: Pick<Translation, 'problems'>, type: unknown, at: Location): void {
  for (const [name, used] of respelledTypes(type)) report(problems, keywordCoerced.spelling(name, used), at)
}

/**
 * Returns true if JSON supports a value, and no string in it looks like a reference to a definition, which the platform
 * would resolve.
 */
export function isSchemaData(value: unknown): boolean {
  if (typeof value === 'string') return !value.startsWith('#/$defs/')
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return value !== undefined
  return (Array.isArray(value) ? value : Object.values(value)).every(isSchemaData)
}

/** Returns the first number or string in a value that is not schema data. */
const findUnsupported = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return isSchemaData(value) ? undefined : value
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    const found = findUnsupported(item)
    if (found !== undefined) return found
  }
  return undefined
}

/** Returns true for a regular expression of ECMA-262, with or without Unicode mode. */
export function isRegularExpression(source: string): boolean {
  return compiles(source, 'u') || compiles(source, '')
}

const compiles = (source: string, flags: string): boolean => {
  try {
    new RegExp(source, flags)
    return true
  } catch {
    return false
  }
}

/** Reports a feature of another version of OpenAPI or JSON Schema, or a form of a keyword that it alone defines. */
export function reportVersion(
  { dialect, problems }: Pick<Translation, 'dialect' | 'problems'>,
  feature: string,
  specification: string,
  at: Location,
): void {
  report(problems, keywordVersion.read(dialect, feature, specification), at)
}
