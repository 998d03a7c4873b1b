/** How many requests may be in flight at once: one more after each full round of answers, half as many after trouble. */
export type InFlightLimit = {
  readonly limit: () => number
  readonly grow: () => void
  readonly shrink: () => void
}

/** @param max the configured bound, at least 1, and the limit to begin with. */
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
