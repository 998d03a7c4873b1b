export type Backoff = {
  /** The wait before the first repetition, before jitter, in milliseconds; each further one doubles it. */
  readonly baseMs: number
  readonly capMs: number
}

/**
 * Milliseconds to wait before repeating: exponential with full jitter, so that clients that failed together do not come back together.
 * A Retry-After is waited for in full, with jitter on top.
 * @param failures how often the request has failed so far, from 1. @param random a number from 0 up to 1.
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
