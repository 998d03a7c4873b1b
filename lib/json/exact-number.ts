declare global {
  interface JSON {
    /** @see https://tc39.es/proposal-json-parse-with-source/#sec-json.rawjson */
    rawJSON(text: string): unknown
  }
}

/** JSON number that a JavaScript number can't hold without loss, such as `12345678901234567890` or `1E400`. */
export class ExactNumber {
  /** The number as JSON. */
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toJSON(): unknown {
    return JSON.rawJSON(this.text)
  }
  toString(): string {
    return this.text
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc8259#section-6 */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/

/** Parts of a decimal number of JSON or YAML. */
const DECIMAL = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/

/**
 * Returns the value of a decimal number: a JavaScript number if JSON writes that one with the same value.
 * @param text number of JSON, or of YAML in another form, such as `+.50`
 */
export function exactNumber(text: string): number | ExactNumber {
  const number = Number(text)
  if (String(number) === text || decimalOf(text) === decimalOf(String(number))) return number
  if (JSON_NUMBER.test(text)) return new ExactNumber(text)
  const [, sign = '', whole = '', fraction = '', exponent] = DECIMAL.exec(text) ?? []
  const digits = `${whole.replace(/^0+/, '') || '0'}${fraction === '' ? '' : `.${fraction}`}`
  return new ExactNumber(`${sign === '-' ? '-' : ''}${digits}${exponent === undefined ? '' : `e${exponent}`}`)
}

/** Returns the number in a string, as JavaScript reads it but without loss; undefined if it is empty. */
export function parseNumber(text: string): number | ExactNumber | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  return /^[-+]?\.?\d/.test(trimmed) && DECIMAL.test(trimmed) ? exactNumber(trimmed) : Number(trimmed)
}

/** Returns true for a number without a fraction. */
export function isInteger(number: number | ExactNumber): boolean {
  return typeof number === 'number' ? Number.isInteger(number) : !decimalOf(number.text).includes('e-')
}

/** Returns digits and exponent of a decimal number; the same for all its forms. */
const decimalOf = (text: string): string => {
  const [, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  let end = digits.length
  while (digits[end - 1] === '0') end--
  if (end === 0) return '0'
  return `${sign === '-' ? '-' : ''}${digits.slice(0, end)}e${Number(exponent) - fraction.length + digits.length - end}`
}
