/** Whether the platform as a whole is down, judged over all requests of an import. */
export type Outage = {
  /** The platform answered. */
  readonly answered: () => void
  /** A request that was sent at that time has failed: one that was never answered has told for as long as it was waited for. */
  readonly failed: (sentAt: number) => void
  readonly isDown: () => boolean
  /** Whether it has answered some request at or after that time. */
  readonly answeredSince: (time: number) => boolean
}

export type OutageLimits = {
  /** Fewer failures in a row than this say nothing. */
  readonly failures: number
  /** How long nothing but failures must have come, in milliseconds. */
  readonly milliseconds: number
}

/** Down means: at least so many failures in a row, over at least that long. */
export function createOutage(limits: OutageLimits, now: () => number): Outage {
  let failures = 0
  let failingSince = Number.POSITIVE_INFINITY
  let answeredAt = Number.NEGATIVE_INFINITY
  return {
    answered: () => {
      failures = 0
      failingSince = Number.POSITIVE_INFINITY
      answeredAt = now()
    },
    failed: sentAt => {
      failingSince = Math.min(failingSince, Math.max(sentAt, answeredAt))
      failures += 1
    },
    isDown: () => failures >= limits.failures && now() - failingSince >= limits.milliseconds,
    answeredSince: time => answeredAt >= time,
  }
}
