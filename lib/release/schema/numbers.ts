import { ExactNumber } from '../../json/exact-number.ts'

/** Returns the nearest JavaScript number; undefined for another value. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return value instanceof ExactNumber ? Number(value.text) : undefined
}
