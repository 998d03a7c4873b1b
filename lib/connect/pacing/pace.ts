import type { Clock } from './clock.ts'
import { createInFlightLimit } from './in-flight.ts'
import type { Pressure } from './pressure.ts'
import { createRate } from './rate.ts'
import { OWN_PACE, type Share, type Turn } from './share.ts'

/** Permission to send one request. `leave` must be called once, with the outcome. */
export type Permit = {
  readonly leave: (pressure: Pressure, retryAfterMs?: number) => void
  /** The rate that the permit was given by, in requests per second. */
  readonly perSecond: number
}

/** Queue that admits requests within a rate and a limit of concurrent requests. */
export type Pace = {
  /** Waits for a permit. @param again retries go before first attempts */
  readonly enter: (again?: boolean) => Promise<Permit>
}

export type PaceLimits = {
  /** Maximum number of concurrent requests, at least 1. */
  readonly maxInFlight: number
  /** Maximum rate, in requests per second. */
  readonly maxPerSecond: number
}

type Sent = { readonly turn: Turn; readonly sentAt: number }

/** Lateness of timers that later requests make up for, in milliseconds. */
const MAX_LATENESS = 20
/** Each refusal adds 1 to the crowding, each accepted request subtracts RELIEF. From CROWDED on, the rate is too high. */
const CROWDED = 4
const RELIEF = 0.2
/** Longest Retry-After, in milliseconds, that delays only the refused request; a longer one delays all requests. */
const OWN_RETRY_AFTER = 1000

/**
 * Creates a pace, first come, first served. Both limits adapt to the load that the platform accepts.
 * @param share share in the rate of all running imports; without it, the import has the maximum rate for itself
 */
export function createPace({ maxInFlight, maxPerSecond }: PaceLimits, { now, sleep }: Clock, share?: Share): Pace {
  const inFlightLimit = createInFlightLimit(maxInFlight)
  const rate = createRate(maxPerSecond, now)
  const waiting: ((turn: Turn) => void)[] = []
  let inFlight = 0
  let nextAt = now()
  let admitting = false
  let turn: Turn | undefined
  let crowding = 0
  // Concurrent requests report the same event, so each kind counts once: only for requests sent after these times.
  let easedAt = nextAt
  let relearnedAt = nextAt
  let shrunkAt = nextAt

  const admit = async () => {
    if (admitting) return
    admitting = true
    while (waiting.length > 0 && inFlight < inFlightLimit.limit()) {
      turn ??= share === undefined ? OWN_PACE : await share.take(rate, waiting.length)
      const early = Math.max(nextAt, turn.from ?? nextAt) - now()
      if (early > 0) {
        await sleep(early)
        continue
      }
      nextAt = Math.max(nextAt, now() - MAX_LATENESS) + 1000 / (turn.perSecond ?? rate.perSecond())
      const admitted = turn
      turn = undefined
      inFlight += 1
      waiting.shift()?.(admitted)
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
      if (retryAfterMs > OWN_RETRY_AFTER) nextAt = Math.max(nextAt, now() + retryAfterMs)
    } else if (sentAt >= easedAt) {
      rate.ease()
      easedAt = now()
    }
  }

  const leave = (pressure: Pressure, { turn, sentAt }: Sent, retryAfterMs: number) => {
    inFlight -= 1
    share?.settle(turn, pressure)
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
        const begin = (turn: Turn) => {
          const sent = { turn, sentAt: now() }
          resolve({
            leave: (pressure, retryAfterMs = 0) => leave(pressure, sent, retryAfterMs),
            perSecond: turn.perSecond ?? rate.perSecond(),
          })
        }
        if (again) waiting.unshift(begin)
        else waiting.push(begin)
        void admit()
      }),
  }
}
