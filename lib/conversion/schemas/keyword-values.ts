import { reportText } from '../../diagnostics/report.ts'
import { sorted } from '../../json/canonical.ts'
import { child, type Location } from '../../json/location.ts'
import { asText, isMapping, type Mapping, sortedKeys } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import { printable } from '../text.ts'
import { BARE_NULL, hasBareNull, holdsImprecise, isJsonType, jsonTypes } from './json-type.ts'
import type { Schema, Translation } from './translation.ts'

/** A keyword's value as 2020-12 wants it; undefined where it can't be had. */
type Read = (value: unknown) => unknown

const text: Read = value => asText(value)

/** What people read, as an action has it. Cleaning may lay bare what looks like a link. */
const prose: Read = value => {
  const read = asText(value)
  const cleaned = read === undefined ? undefined : printable(read)
  return isSchemaData(cleaned) ? cleaned : undefined
}

const number: Read = value => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined
}

const positive: Read = value => {
  const read = number(value)
  return typeof read === 'number' && read > 0 ? read : undefined
}

const count: Read = value => {
  const read = number(value)
  return typeof read === 'number' && Number.isInteger(read) && read >= 0 ? read : undefined
}

const flag: Read = value => (value === true || value === 'true' ? true : undefined)

const names: Read = value =>
  Array.isArray(value) && value.every(name => asText(name) !== undefined) ? [...new Set(value.map(String))] : undefined

const namesByName: Read = value => {
  const lists = isMapping(value) ? sortedKeys(value).map(name => [name, names(value[name])] as const) : undefined
  return lists?.every(([, list]) => list !== undefined) ? Object.fromEntries(lists) : undefined
}

const pattern: Read = value =>
  typeof value === 'string' && (compiles(value, 'u') || compiles(value, '')) ? value : undefined

const data: Read = value => sorted(value)

const list: Read = value => (Array.isArray(value) && value.length > 0 ? sorted(value) : undefined)

const READ: Readonly<Record<string, Read>> = {
  title: prose,
  description: prose,
  format: text,
  contentEncoding: text,
  contentMediaType: text,
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
  enum: list,
  const: data,
  default: data,
}

/** Copies one keyword that holds no schema; `at` is the place of the schema. JSON Schema 2020-12 validation. */
export function readKeyword(
  translation: Pick<Translation, 'problems'>,
  name: string,
  value: unknown,
  at: Location,
  out: Schema,
): void {
  // A text that looks like a link to a definition would be taken for one.
  const read = isSchemaData(value) ? READ[name]?.(value) : undefined
  if (read !== undefined) {
    // A list without names requires nothing.
    if (!(name === 'required' && (read as string[]).length === 0)) out[name] = read
    if (holdsImprecise(read))
      reportText(
        translation.problems,
        'info',
        'number-imprecise',
        child(at, name),
        `"${name}" has a number beyond 2^53, where JSON numbers are not exact; it may be rounded.`,
      )
    if (typeof read !== typeof value)
      reportText(
        translation.problems,
        'info',
        'keyword-coerced',
        child(at, name),
        `"${name}" was read as a ${typeof read}.`,
      )
    if (READ[name] === names || READ[name] === namesByName) reportNames(translation, name, value, child(at, name))
    return
  }
  // `false` is what these mean when they are absent.
  if (value === false && READ[name] === flag) return
  if (name === 'required' && typeof value === 'boolean') {
    reportText(
      translation.problems,
      'info',
      'required-boolean',
      child(at, name),
      '"required" lists names, in the schema around the property; the flag was left out.',
    )
    return
  }
  reportText(
    translation.problems,
    'warning',
    'keyword-malformed',
    child(at, name),
    `The value of "${name}" is not what JSON Schema allows there; it was left out.`,
  )
}

/** Names of properties are texts; a number may have been written otherwise, so that it names another property now. */
const reportNames = (
  { problems }: Pick<Translation, 'problems'>,
  keyword: string,
  value: unknown,
  at: Location,
): void => {
  const listed = Array.isArray(value) ? value : Object.values(value as Mapping).flat()
  const others = listed.filter(name => typeof name !== 'string')
  if (others.length === 0) return
  const texts = others.map(name => quote(String(name), 80)).join(', ')
  const message = `"${keyword}" has names that are no texts; they were read as ${texts}, which may not be how they are written.`
  reportText(problems, 'info', 'keyword-coerced', at, message)
  if (holdsImprecise(others))
    reportText(
      problems,
      'info',
      'number-imprecise',
      at,
      `"${keyword}" has a number beyond 2^53 as a name, where JSON numbers are not exact; it may be rounded.`,
    )
}

/** `type`, a name or several; 2.0's `file` is binary text. */
export function readType(translation: Translation, schema: Mapping, at: Location, out: Schema): void {
  const type = schema.type
  if (isJsonType(type)) {
    out.type = type
    return
  }
  if (type === 'file') {
    if (translation.dialect !== '2.0') reportVersion(translation, 'the type "file"', 'OpenAPI 2.0', child(at, 'type'))
    out.type = 'string'
    if (schema.format === undefined) out.format = 'binary'
    return
  }
  const types = jsonTypes(type)
  if (types !== undefined) {
    out.type = types.length === 1 ? types[0] : types
    if (hasBareNull(type)) reportText(translation.problems, 'info', 'keyword-coerced', child(at, 'type'), BARE_NULL)
    return
  }
  reportText(
    translation.problems,
    'warning',
    'type-unknown',
    child(at, 'type'),
    `JSON Schema has no type ${quote(type)}; any type is allowed.`,
  )
}

/** Whether JSON can hold a value, and nothing in it looks like a reference to a definition, which the platform would follow. */
export function isSchemaData(value: unknown): boolean {
  if (typeof value === 'string') return !value.startsWith('#/$defs/')
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return value !== undefined
  return (Array.isArray(value) ? value : Object.values(value)).every(isSchemaData)
}

const compiles = (source: string, flags: string): boolean => {
  try {
    new RegExp(source, flags)
    return true
  } catch {
    return false
  }
}

/** Tells that a document's version of OpenAPI does not know a keyword, or a form of one, that another specification has. */
export function reportVersion(
  { dialect, problems }: Pick<Translation, 'dialect' | 'problems'>,
  what: string,
  knownBy: string,
  at: Location,
): void {
  const message = `OpenAPI ${dialect} does not know ${what}; it was read as ${knownBy} means it.`
  reportText(problems, 'info', 'keyword-version', at, message)
}
