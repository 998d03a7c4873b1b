/** Detects that the platform is down, from all requests of an import. */
export type Outage = {
  /** Records a response. */
  readonly answered: () => void
  /** Records a failed request. `sentAt` (epoch ms): a timed-out request counts as failing since it was sent. */
  readonly failed: (sentAt: number) => void
  /** Tests if both limits are reached. */
  readonly isDown: () => boolean
  /** Tests if any response arrived at or after `time` (epoch ms). */
  readonly answeredSince: (time: number) => boolean
}

export type OutageLimits = {
  /** Minimum number of consecutive failures. */
  readonly failures: number
  /** Minimum time without a response, in milliseconds. */
  readonly milliseconds: number
}

/** Creates the detector. @param now current time (epoch ms) */
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
