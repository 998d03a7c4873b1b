/** Times in milliseconds. */
export type Backoff = {
  /** Wait before the first retry, without jitter. It doubles with each retry. */
  readonly baseMs: number
  /** Maximum wait. */
  readonly capMs: number
}

/**
 * Returns the milliseconds to wait before a retry: exponential backoff with full jitter, so that clients that failed
 * together do not retry together. A Retry-After is waited for in full, plus jitter.
 * @param failures failed attempts so far, from 1
 * @param random random number, 0 to 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(
  { baseMs, capMs }: Backoff,
  failures: number,
  random: number,
  retryAfterMs: number | undefined,
): number {
  return retryAfterMs === undefined
    ? random * Math.min(capMs, baseMs * 2 ** (failures - 1))
    : Math.ceil(retryAfterMs) + random * baseMs
}

/**
 * Parses a Retry-After header, in seconds or as an HTTP date, to milliseconds from now; undefined if it is invalid.
 * @param now current time (epoch ms)
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const value = header?.trim()
  if (!value) return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  // Date.parse accepts far more than HTTP dates, such as "5 apples", and assumes local time without a zone.
  const date = /^[A-Z][a-z]+, .+ GMT$/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
