import type { Clock } from './clock.ts'
import { createInFlightLimit } from './in-flight.ts'
import { createRate } from './rate.ts'

/** What an answer says about the load: fine, too many requests, too slow, or nothing (any other failure). */
export type Pressure = 'accepted' | 'throttled' | 'overloaded' | 'unknown'

/** Leave to send one request; `leave` must be called once, when its answer or failure is there. */
export type Permit = { readonly leave: (pressure: Pressure, retryAfterMs?: number) => void }

/** Decides when the next request may go out. */
export type Pace = {
  /** @param again one that was sent before goes before those that were not */
  readonly enter: (again?: boolean) => Promise<Permit>
}

export type PaceLimits = {
  /** Requests in flight at once, at least 1. */
  readonly maxInFlight: number
  /** Ceiling in requests per second. */
  readonly maxPerSecond: number
}

/** A timer that fires late may be made up for within this time, in milliseconds. */
const LATENESS = 20
/** So many refusals more than a fifth of the acceptances: it is the rate that is refused, not one request. */
const CROWDED = 4
const RELIEF = 0.2
/** The least that a whole-second Retry-After can say; what it means for the other requests is learned, not waited for. */
const A_MOMENT = 1000

/** First come, first served, within both limits; both adapt to what the platform takes. */
export function createPace({ maxInFlight, maxPerSecond }: PaceLimits, { now, sleep }: Clock): Pace {
  const inFlightLimit = createInFlightLimit(maxInFlight)
  const rate = createRate(maxPerSecond, now)
  const waiting: (() => void)[] = []
  let inFlight = 0
  let nextAt = now()
  let admitting = false
  let crowding = 0
  // Requests that were in flight together bring the same news: each kind of it counts once.
  let easedAt = nextAt
  let relearnedAt = nextAt
  let shrunkAt = nextAt

  const admit = async () => {
    if (admitting) return
    admitting = true
    while (waiting.length > 0 && inFlight < inFlightLimit.limit()) {
      const early = nextAt - now()
      if (early > 0) {
        await sleep(early)
        continue
      }
      nextAt = Math.max(nextAt, now() - LATENESS) + 1000 / rate.perSecond()
      inFlight += 1
      waiting.shift()?.()
    }
    admitting = false
  }

  const shrink = (sentAt: number) => {
    if (sentAt < shrunkAt) return
    shrunkAt = now()
    inFlightLimit.shrink()
  }

  const throttle = (sentAt: number, retryAfterMs: number) => {
    crowding += 1
    if (crowding >= CROWDED) {
      shrink(sentAt)
      if (sentAt >= relearnedAt) {
        nextAt = Math.max(nextAt, rate.relearn())
        relearnedAt = now()
        easedAt = now()
      }
      if (retryAfterMs > A_MOMENT) nextAt = Math.max(nextAt, now() + retryAfterMs)
    } else if (sentAt >= easedAt) {
      rate.ease()
      easedAt = now()
    }
  }

  const leave = (pressure: Pressure, sentAt: number, retryAfterMs: number) => {
    inFlight -= 1
    if (pressure === 'accepted') {
      crowding = Math.max(0, crowding - RELIEF)
      inFlightLimit.grow()
      rate.accepted()
    } else if (pressure === 'throttled') throttle(sentAt, retryAfterMs)
    else if (pressure === 'overloaded') shrink(sentAt)
    void admit()
  }

  return {
    enter: (again = false) =>
      new Promise(resolve => {
        const begin = () => {
          const sentAt = now()
          resolve({ leave: (pressure, retryAfterMs = 0) => leave(pressure, sentAt, retryAfterMs) })
        }
        if (again) waiting.unshift(begin)
        else waiting.push(begin)
        void admit()
      }),
  }
}
