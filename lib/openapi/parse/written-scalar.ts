import { exactNumber } from '../../json/exact-number.ts'

/** Scalar of a file whose text JavaScript would write differently: `1.10`, `~`, `12345678901234567890`. */
export class WrittenScalar {
  readonly text: string
  readonly value: unknown
  constructor(text: string, value: unknown) {
    this.text = text
    this.value = value
  }
}

/** Returns the scalar as a value: a number without loss, any other value unchanged. */
export function toValue(scalar: unknown): unknown {
  return scalar instanceof WrittenScalar ? exactValue(scalar) : scalar
}

/** Returns the text of a number or boolean; any other value unchanged. */
export function toText(scalar: unknown): unknown {
  if (scalar instanceof WrittenScalar) return scalar.value === null ? null : scalar.text
  return typeof scalar === 'number' || typeof scalar === 'boolean' ? String(scalar) : scalar
}

const exactValue = ({ text, value }: WrittenScalar): unknown => {
  if (typeof value !== 'number') return value
  if (RADIX.test(text)) return Number.isSafeInteger(value) ? value : exactNumber(String(BigInt(text)))
  return DECIMAL.test(text) ? exactNumber(text) : value
}

/** Hexadecimal or octal integer. */
const RADIX = /^0[xo]/

/** Decimal number; not `.inf` or `.nan`. */
const DECIMAL = /^[-+]?\.?\d/
