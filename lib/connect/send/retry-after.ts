/**
 * The wait in milliseconds that a Retry-After header asks for: seconds or an HTTP date.
 * Undefined where there is none or it is neither.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const value = header?.trim()
  if (!value) return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  // Date.parse takes far more than HTTP dates ("5 apples" is a date in May), and reads what has no zone as local time.
  const date = /^[A-Z][a-z]+, .+ GMT$/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
