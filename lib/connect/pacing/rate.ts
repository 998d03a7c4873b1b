/** After a single refusal the rate goes on at this share of itself. */
const EASED = 0.96
/** After many refusals it goes on at this share of what the platform accepted lately. */
const BELOW_ACCEPTED = 0.95
/** Growth per second while the platform's limit has been met only in a burst, which says little about a steady rate. */
const SEARCHING = 2
/** Growth per second from then on: slow, since meeting the limit again costs a refusal. */
const PROBING = 1.05
const SECOND = 1000

/** Requests per second: the configured ceiling, or what the platform has shown to accept where that is less. */
export type Rate = {
  readonly perSecond: () => number
  /** A request was accepted. */
  readonly accepted: () => void
  /** One was refused among many accepted: a little slower. */
  readonly ease: () => void
  /** Most are refused: as slow as what was accepted lately. Returns the time at which that much is paid for. */
  readonly relearn: () => number
}

/** @param maxPerSecond the ceiling. @param now the time in milliseconds. */
export function createRate(maxPerSecond: number, now: () => number): Rate {
  let acceptedAt: number[] = []
  let base = maxPerSecond
  let baseSince = now()
  let growth = 1
  let learned = false

  const perSecond = () => Math.min(maxPerSecond, base * growth ** ((now() - baseSince) / SECOND))
  const within = (times: number[], milliseconds: number) => times.filter(at => at > now() - milliseconds)
  const restart = (rate: number, growthPerSecond: number) => {
    base = rate
    baseSince = now()
    growth = growthPerSecond
  }

  return {
    perSecond,
    accepted: () => {
      acceptedAt.push(now())
      if (acceptedAt.length > 4 * maxPerSecond) acceptedAt = within(acceptedAt, 2 * SECOND)
    },
    ease: () => restart(perSecond() * EASED, Math.max(growth, PROBING)),
    relearn: () => {
      acceptedAt = within(acceptedAt, 2 * SECOND)
      const lastSecond = within(acceptedAt, SECOND)
      // The better of two seconds: a pause in one of them must not pass for a lower limit.
      const limit = Math.max(1, lastSecond.length, acceptedAt.length - lastSecond.length)
      restart(Math.min(perSecond(), BELOW_ACCEPTED * limit), learned ? PROBING : SEARCHING)
      learned = true
      return (lastSecond[0] ?? now()) + (lastSecond.length / limit) * SECOND
    },
  }
}
