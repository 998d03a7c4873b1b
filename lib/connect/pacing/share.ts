import { backoff } from '../send/backoff.ts'
import { type Budget, giveBack, type Lease, lease, timeOf } from './budget.ts'
import type { Clock } from './clock.ts'
import type { Pressure } from './pressure.ts'
import type { Rate } from './rate.ts'

/** Storage of the budget. Both functions reject soon if it can't be reached. */
export type BudgetStore = {
  /** Reads the budget, and its revision for `write`. */
  readonly read: () => Promise<{ readonly value?: Budget; readonly revision: number }>
  /** Replaces the budget. @returns false if another import was faster, and the stored revision is another one */
  readonly write: (budget: Budget, revision: number) => Promise<boolean>
}

/**
 * Permission to send a request at or after `from` (epoch ms), and the rate of further ones. Without them, the import uses
 * its own pace: it runs alone, or the budget can't be reached.
 */
export type Turn = { readonly from?: number; readonly perSecond?: number }
export const OWN_PACE: Turn = {}

/** Share of one import in the budget. */
export type Share = {
  /** Waits for a turn. @param own the import's own rate @param waiting number of waiting requests */
  readonly take: (own: Rate, waiting: number) => Promise<Turn>
  /** Records the response to a request. */
  readonly settle: (turn: Turn, pressure: Pressure) => void
  /** Gives back what is left of the newest lease, after the last request: the next import need not wait for its end. */
  readonly release: () => Promise<void>
}

export type ShareOptions = {
  readonly store: BudgetStore
  readonly maxPerSecond: number
  readonly clock: Clock
  /** Returns a random number, 0 to 1. */
  readonly random: () => number
}

const SECOND = 1000
/** Wait in milliseconds before the next attempt after the budget could not be reached. */
const UNREACHABLE = 10 * SECOND
/** Time in milliseconds after which an unused lease expires. */
const EXPIRED = 3 * SECOND
/** A lease is dropped after this many refusals. The lease after a smaller one waits for its responses, to report them. */
const FEW = 4
/** Growth of the leases of an import alone: an import that joins waits for the end of the current one. */
const GROWTH = 2
const NOTHING = { taken: 0, accepted: 0, refused: 0, sentPerSecond: 0 }
const CONFLICT_BACKOFF = { baseMs: 40, capMs: SECOND }

/** Longest time in milliseconds between two looks at the budget while waiting, and the time that needs no other look. */
const LOOK = 5 * SECOND
const SOON = SECOND / 2

/** Creates the share. The first request is sent at once, while the first lease is taken. */
export function createShare({ store, maxPerSecond, clock: { now, sleep }, random }: ShareOptions): Share {
  let latest: Lease | undefined
  let budget: Budget | undefined
  /** Lease in use, and the number of its requests that are left. */
  let using: Lease | undefined
  let left = 0
  let alone = false
  let state: 'new' | 'reached' | 'unreachable' = 'new'
  let leasing: Promise<unknown> | undefined
  let leasedAt = 0
  let inFlight = 0
  let whenIdle = () => {}
  let counts = { ...NOTHING }

  const takeLease = async (own: Rate, waiting: number): Promise<void> => {
    const { taken, accepted, refused, sentPerSecond } = counts
    counts = { ...NOTHING }
    leasedAt = now()
    const wanted = alone && latest !== undefined ? GROWTH * latest.size : Math.max(waiting, 2 * taken)
    const request = { previous: latest, wanted, accepted, refused, sentPerSecond }
    for (let attempt = 1; ; attempt += 1) {
      const { value: stored, revision } = await store.read()
      const ownRate = alone && stored?.leases === latest?.number ? own.perSecond() : undefined
      const next = lease(stored, { ...request, own: ownRate }, { now: now(), maxPerSecond })
      if (await store.write(next.budget, revision)) {
        const becameAlone = next.lease.running === 1 && next.lease.isFirst && latest !== undefined
        if (becameAlone && !alone) own.adopt(next.lease.perSecond)
        alone = becameAlone
        latest = next.lease
        budget = next.budget
        state = 'reached'
        return
      }
      await sleep(backoff(CONFLICT_BACKOFF, attempt, random(), undefined))
    }
  }

  const lost = (): Turn => {
    state = 'unreachable'
    latest = undefined
    alone = false
    return OWN_PACE
  }

  const renew = (own: Rate, waiting: number): Promise<unknown> => {
    leasing ??= takeLease(own, waiting)
      .then(undefined, lost)
      .finally(() => {
        leasing = undefined
      })
    return leasing
  }

  /** Waits for the responses to a small lease, but not long. */
  const responses = (): Promise<void> =>
    Promise.race([
      sleep(SECOND),
      new Promise<void>(resolve => {
        whenIdle = resolve
      }),
    ])

  const endOf = ({ first, size }: Lease): number => (budget === undefined ? 0 : timeOf(budget, first + size))

  /** Waits for the turn of a request, which changes with the rate. */
  const turnOf = async (number: number): Promise<Turn> => {
    while (budget !== undefined) {
      const from = timeOf(budget, number)
      const early = from - now()
      if (early <= SOON) return { from, perSecond: budget.perSecond }
      await sleep(Math.min(early - SOON / 2, LOOK))
      budget = (await store.read()).value
    }
    return OWN_PACE
  }

  const isSpent = (lease: Lease): boolean =>
    now() > endOf(lease) + EXPIRED || (counts.refused >= FEW && now() - leasedAt > SECOND)

  const take = async (own: Rate, waiting: number): Promise<Turn> => {
    for (;;) {
      if (state === 'new' && leasing === undefined) {
        void renew(own, waiting)
        return OWN_PACE
      }
      if (state === 'unreachable') {
        if (now() - leasedAt > UNREACHABLE) void renew(own, waiting)
        return OWN_PACE
      }
      if (alone && latest !== undefined) {
        if (now() > endOf(latest) - SECOND / 4) void renew(own, waiting)
        return OWN_PACE
      }
      if (using !== undefined && isSpent(using)) left = 0
      if (left === 0 && latest !== undefined && latest !== using) {
        using = latest
        left = using.size
      }
      if (using !== undefined && left > 0) {
        const number = using.first + using.size - left
        left -= 1
        counts.taken += 1
        if (left > 0 && left < using.size / 5 && latest === using) void renew(own, waiting)
        return turnOf(number).catch(lost)
      }
      if (leasing === undefined && inFlight > 0 && using !== undefined && using.running > 1 && using.size < FEW)
        await responses()
      await renew(own, waiting)
    }
  }

  return {
    take: async (own, waiting) => {
      const turn = await take(own, waiting)
      inFlight += 1
      return turn
    },
    settle: ({ perSecond }, pressure) => {
      inFlight -= 1
      counts.sentPerSecond = Math.max(counts.sentPerSecond, perSecond ?? 0)
      if (pressure === 'accepted') counts.accepted += 1
      // A refusal without a lease does not show that the rate of the leases is too high.
      if (pressure === 'throttled' && perSecond !== undefined) counts.refused += 1
      if (inFlight === 0) whenIdle()
    },
    release: async () => {
      await leasing
      if (latest === undefined || state !== 'reached') return
      const unused = latest === using ? latest.first + latest.size - left : latest.first
      const { number } = latest
      latest = undefined
      using = undefined
      left = 0
      state = 'new'
      const { value, revision } = await store.read()
      // If another import was faster, the lease expires.
      if (value?.leases === number) await store.write(giveBack(value, alone ? 0 : unused, now()), revision)
    },
  }
}
