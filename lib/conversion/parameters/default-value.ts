import type { ParameterType } from '../../contract/requests.ts'
import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import { type DefaultSource, defaultTemplate, defaultUnfit } from '../../diagnostics/kinds/parameters.ts'
import { canonical } from '../../json/canonical.ts'
import { ExactNumber } from '../../json/exact-number.ts'
import { isPrefixed, listValue, prefixed, type Styled } from './style.ts'

type Scalar = string | number | boolean
/** Scalar of the document. */
type Stated = Scalar | ExactNumber
type Coerced = { readonly ok: true; readonly value: Scalar } | ({ readonly ok: false } & DefaultProblem)
type DefaultProblem = {
  readonly code: 'default-template' | 'default-unfit'
  readonly value: unknown
  readonly type: ParameterType
}

/** Serialization of a parameter: its `content`, or else its `style`. */
type Written = Styled & { readonly content?: { readonly name: string } | undefined }

export function isJson(mediaType: string): boolean {
  return /[/+]json(;|$)/.test(mediaType)
}

const AS_IT_IS: Written = { name: '', style: 'simple', explode: false }

/** Converts a default to the parameter's type if the conversion is exact and the platform does not evaluate the result. */
export function coerceDefault(value: unknown, type: ParameterType, written: Written = AS_IT_IS): Coerced {
  const scalar = written.content === undefined ? inStyle(value, written) : inMediaType(value, written.content.name)
  const coerced = scalar === undefined ? undefined : convert(scalar, type)
  if (coerced === undefined) return { ok: false, code: 'default-unfit', value, type }
  // The platform evaluates "{{ … }}" in a default with the customer's connection variables.
  if (typeof coerced === 'string' && coerced.includes('{{')) return { ok: false, code: 'default-template', value, type }
  return { ok: true, value: coerced }
}

/** Diagnostic of a default that is ignored. */
export function defaultIgnored(
  { code, value, type }: DefaultProblem,
  source: DefaultSource,
  name: string,
): DiagnosticEntry {
  return code === 'default-template'
    ? defaultTemplate.ignored(source, name)
    : defaultUnfit.ignored(source, name, value, type)
}

const isScalar = (value: unknown): value is Stated =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  value instanceof ExactNumber

const convert = (value: Stated, type: ParameterType): Scalar | undefined => {
  if (type === 'string') return typeof value === 'string' ? value.toWellFormed() : String(value)
  if (type === 'boolean') {
    if (typeof value === 'boolean') return value
    return value === 'true' ? true : value === 'false' ? false : undefined
  }
  if (typeof value === 'boolean') return undefined
  const number = typeof value === 'string' ? numberOf(value) : Number(value)
  return number !== undefined && Number.isFinite(number) && (type === 'number' || Number.isSafeInteger(number))
    ? number
    : undefined
}

const numberOf = (text: string): number | undefined => {
  const number = Number(text)
  return Number.isFinite(number) && String(number) === text ? number : undefined
}

/** Serializes any value as JSON, and scalars as plain text; other media types are not supported. */
const inMediaType = (value: unknown, mediaType: string): Stated | undefined => {
  if (isJson(mediaType)) return canonical(value)
  return mediaType.startsWith('text/plain') && isScalar(value) ? value : undefined
}

/**
 * Serializes a scalar or an array of scalars by style.
 * @see https://spec.openapis.org/oas/v3.1.1.html#style-values
 */
const inStyle = (value: unknown, written: Styled): Stated | undefined => {
  if (isScalar(value)) return isPrefixed(written.style) ? prefixed(written, String(value)) : value
  return Array.isArray(value) && value.every(isScalar) ? listValue(written, value.map(String)) : undefined
}
