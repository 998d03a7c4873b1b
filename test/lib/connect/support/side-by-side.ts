import type { Budget } from '../../../../lib/connect/pacing/budget.ts'
import type { Clock } from '../../../../lib/connect/pacing/clock.ts'
import { createPace } from '../../../../lib/connect/pacing/pace.ts'
import { type BudgetStore, createShare } from '../../../../lib/connect/pacing/share.ts'
import { createTestClock } from './clock.ts'

/** Budget in memory, with the latency of a table. */
const createMemoryStore = ({ sleep }: Clock, latencyMs = 10) => {
  let stored: { readonly value?: Budget; readonly revision: number } = { revision: 0 }
  let requests = 0
  const answer = async <T>(request: () => T): Promise<T> => {
    requests += 1
    await sleep(latencyMs / 2)
    const result = request()
    await sleep(latencyMs / 2)
    return result
  }
  const store: BudgetStore = {
    read: () => answer(() => stored),
    write: (budget, revision) =>
      answer(() => {
        if (revision !== stored.revision) return false
        stored = { value: budget, revision: revision + 1 }
        return true
      }),
  }
  return { store, requests: () => requests, budget: () => stored.value }
}

export type SideBySide = {
  /** Requests of each import. */
  readonly sizes: readonly number[]
  /** Requests per second that the platform accepts, as a token bucket that is full at first. */
  readonly platform: number
  readonly burst?: number
  readonly maxPerSecond?: number
  readonly latencyMs?: number
  readonly callers?: number
  /** False: each import has a pace of its own. */
  readonly isShared?: boolean
  /** Difference of the clock of an import, in milliseconds. */
  readonly skew?: (index: number) => number
  /** Start of an import, in milliseconds. */
  readonly startAt?: (index: number) => number
  readonly seed?: number
  /** False: imports end without giving their leases back, as in a crash. */
  readonly releases?: boolean
  /** Replaces the store of the budget. */
  readonly wrap?: (store: BudgetStore, clock: Clock) => BudgetStore
}

/** Returns numbers between 0 and 1, the same in each run. */
export const createRandom = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** Runs imports in simulated time, each with its own pace. A refused request is sent again after a second. */
export const runSideBySide = async ({
  sizes,
  platform,
  burst = platform,
  maxPerSecond = 50,
  latencyMs = 100,
  callers = 16,
  isShared = true,
  skew = () => 0,
  startAt = () => 0,
  seed = 1,
  releases = true,
  wrap = store => store,
}: SideBySide) => {
  const clock = createTestClock()
  const begin = clock.now()
  const memory = createMemoryStore(clock)
  const store = wrap(memory.store, clock)
  const random = createRandom(seed)
  let tokens = burst
  let filledAt = begin
  const accepts = (): boolean => {
    tokens = Math.min(burst, tokens + ((clock.now() - filledAt) / 1000) * platform)
    filledAt = clock.now()
    if (tokens < 1) return false
    tokens -= 1
    return true
  }
  let sent = 0
  let refused = 0
  const runOne = async (size: number, index: number) => {
    // Like a timer, in whole milliseconds.
    const own: Clock = { now: () => clock.now() + skew(index), sleep: ms => clock.sleep(Math.max(1, Math.ceil(ms))) }
    await clock.sleep(startAt(index))
    const started = clock.now()
    const share = isShared ? createShare({ store, maxPerSecond, clock: own, random }) : undefined
    const pace = createPace({ maxInFlight: 16, maxPerSecond }, own, share)
    let left = size
    let firstMs: number | undefined
    const sendOnce = async (again: boolean): Promise<boolean> => {
      const permit = await pace.enter(again)
      firstMs ??= clock.now() - started
      sent += 1
      await clock.sleep(latencyMs / 2)
      const accepted = accepts()
      if (!accepted) refused += 1
      await clock.sleep(latencyMs / 2)
      permit.leave(accepted ? 'accepted' : 'throttled', 1000)
      return accepted
    }
    const caller = async () => {
      while (left > 0) {
        left -= 1
        for (let again = false; !(await sendOnce(again)); again = true) await clock.sleep(1000)
      }
    }
    await Promise.all(Array.from({ length: Math.min(callers, size) }, caller))
    const ms = clock.now() - started
    if (releases) await share?.release()
    return { size, firstMs: firstMs ?? 0, ms }
  }
  const imports = await Promise.all(sizes.map(runOne))
  const elapsedMs = Math.max(...imports.map(({ ms }, index) => ms + startAt(index)))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return {
    imports,
    elapsedMs,
    refusedShare: refused / sent,
    slowness: elapsedMs / ((total / Math.min(platform, maxPerSecond)) * 1000),
    tableRequests: memory.requests(),
    tablePerSecondAndImport: memory.requests() / imports.reduce((sum, { ms }) => sum + ms / 1000, 0),
    perSecond: memory.budget()?.perSecond,
  }
}
