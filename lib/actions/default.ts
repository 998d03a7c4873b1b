import type { ParameterType } from '../contract.ts'
import { quote } from '../openapi/quote.ts'

type Scalar = string | number | boolean
export type Coerced =
  | { readonly ok: true; readonly value: Scalar }
  | { readonly ok: false; readonly code: 'default-template' | 'default-unfit'; readonly why: string }

/** What joins the items of an array that is written as one text. Parameter Object, `style`. */
const DELIMITERS: Readonly<Record<string, string>> = {
  form: ',',
  simple: ',',
  spaceDelimited: ' ',
  pipeDelimited: '|',
  tabDelimited: '\t',
}

/** A default as the parameter's type has it, where that loses nothing; never one that the platform would evaluate. */
export const coerceDefault = (
  value: unknown,
  type: ParameterType,
  written: { readonly style: string; readonly explode: boolean } = { style: 'simple', explode: false },
): Coerced => {
  const scalar = Array.isArray(value) ? joined(value, written) : value
  const coerced = isScalar(scalar) ? convert(scalar, type) : undefined
  if (coerced === undefined)
    return {
      ok: false,
      code: 'default-unfit',
      why: `${quote(value, 80)} can't be kept exactly as ${withArticle(type)}`,
    }
  // The platform evaluates "{{ … }}" in a default with the customer's connection variables.
  if (typeof coerced === 'string' && coerced.includes('{{'))
    return { ok: false, code: 'default-template', why: 'the platform would evaluate its "{{" as a template' }
  return { ok: true, value: coerced }
}

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))

const convert = (value: Scalar, type: ParameterType): Scalar | undefined => {
  if (type === 'string') return typeof value === 'string' ? value.toWellFormed() : String(value)
  if (type === 'boolean') {
    if (typeof value === 'boolean') return value
    return value === 'true' ? true : value === 'false' ? false : undefined
  }
  if (typeof value === 'boolean') return undefined
  const number = typeof value === 'string' ? exactNumber(value) : value
  return number !== undefined && (type === 'number' || Number.isSafeInteger(number)) ? number : undefined
}

const exactNumber = (text: string): number | undefined => {
  const number = Number(text)
  return Number.isFinite(number) && String(number) === text ? number : undefined
}

const joined = (values: readonly unknown[], { style, explode }: { style: string; explode: boolean }): unknown => {
  if (!values.every(isScalar)) return undefined
  const delimiter = explode ? undefined : DELIMITERS[style]
  if (delimiter === undefined) return values.length === 1 ? values[0] : undefined
  const texts = values.map(String)
  return texts.length === 0 || texts.some(text => text.includes(delimiter)) ? undefined : texts.join(delimiter)
}

const withArticle = (type: ParameterType): string => (type === 'integer' ? 'an integer' : `a ${type}`)
