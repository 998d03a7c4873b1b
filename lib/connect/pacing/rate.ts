/** Factor of the rate after a single refusal. */
const EASED = 0.96
/** After many refusals: the new rate, as a share of the recently accepted rate. */
const BELOW_ACCEPTED = 0.95
/** Growth per second after the first limit: fast, because a limit measured in a burst can be too low for steady requests. */
const SEARCHING = 2
/** Growth per second from then on: slow, because reaching the limit again causes a refusal. */
const PROBING = 1.05
const SECOND = 1000

/** Adaptive request rate: the configured maximum, or less if the platform refuses requests. */
export type Rate = {
  readonly perSecond: () => number
  /** Records an accepted request. */
  readonly accepted: () => void
  /** Records a single refusal among accepted requests: reduces the rate a little. */
  readonly ease: () => void
  /**
   * Records many refusals: sets the rate to just below the recently accepted one.
   * @returns time (epoch ms) from which on that rate is kept on average, for the next request
   */
  readonly relearn: () => number
  /** Sets the rate to one that other imports learned. */
  readonly adopt: (perSecond: number) => void
}

/** Creates a rate. @param maxPerSecond initial and maximum rate @param now current time (epoch ms) */
export function createRate(maxPerSecond: number, now: () => number): Rate {
  let acceptedAt: number[] = []
  let base = maxPerSecond
  let baseSince = now()
  let growth = 1
  let learned = false

  const perSecond = () => Math.min(maxPerSecond, base * growth ** ((now() - baseSince) / SECOND))
  const recent = (times: number[], milliseconds: number) => times.filter(at => at > now() - milliseconds)
  const restart = (rate: number, growthPerSecond: number) => {
    base = rate
    baseSince = now()
    growth = growthPerSecond
  }

  return {
    perSecond,
    accepted: () => {
      acceptedAt.push(now())
      if (acceptedAt.length > 4 * maxPerSecond) acceptedAt = recent(acceptedAt, 2 * SECOND)
    },
    ease: () => restart(perSecond() * EASED, Math.max(growth, PROBING)),
    relearn: () => {
      acceptedAt = recent(acceptedAt, 2 * SECOND)
      const lastSecond = recent(acceptedAt, SECOND)
      // The better of two seconds, so that a pause is not taken for a lower limit.
      const limit = Math.max(1, lastSecond.length, acceptedAt.length - lastSecond.length)
      restart(Math.min(perSecond(), BELOW_ACCEPTED * limit), learned ? PROBING : SEARCHING)
      learned = true
      return (lastSecond[0] ?? now()) + (lastSecond.length / limit) * SECOND
    },
    adopt: rate => restart(rate, PROBING),
  }
}
