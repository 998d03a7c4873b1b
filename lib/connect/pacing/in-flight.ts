/**
 * Adaptive limit of concurrent requests: plus 1 after as many responses as the limit, halved after an overload (AIMD).
 * @see https://www.rfc-editor.org/rfc/rfc5681#section-3.1
 */
export type InFlightLimit = {
  readonly limit: () => number
  /** Records a response. */
  readonly grow: () => void
  /** Records an overload. */
  readonly shrink: () => void
}

/** Creates the limit. @param max initial and maximum limit, at least 1 */
export function createInFlightLimit(max: number): InFlightLimit {
  let limit = max
  return {
    limit: () => Math.floor(limit),
    grow: () => {
      limit = Math.min(max, limit + 1 / limit)
    },
    shrink: () => {
      limit = Math.max(1, limit / 2)
    },
  }
}
