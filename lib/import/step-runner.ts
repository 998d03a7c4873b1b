import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { ImportSession } from './import-session.ts'
import { addRequests, NO_REQUESTS, type Requests, type StepOutcome } from './model.ts'
import { PlatformStop } from './platform/platform-error.ts'

/** The record of an import is brought up to date no more often than this. */
const PROGRESS_MS = 1_000
/** No wait is longer, in seconds: an import that sleeps tells nobody its age. */
const LONGEST_WAIT = 7_200

/** Runs the steps of an import, and keeps count of what they did, also in earlier invocations. */
export type StepRunner = {
  /** Runs a step; a platform that is down is waited for, and each wait costs nothing. */
  readonly step: <T>(name: string, work: () => Promise<StepOutcome<T>>) => Promise<StepOutcome<T>>
  /** The same for a context inside, such as that of a map's item. */
  readonly in: (context: DurableContext) => StepRunner
  /** How many actions and definitions there are to settle. */
  readonly expect: (total: number) => void
  /** All requests of the steps so far. */
  readonly requests: () => Requests
  /** Tells that the target is held from here on: every step is then a sign of life. */
  readonly holding: () => void
}

export function createStepRunner(session: ImportSession, outer: DurableContext): StepRunner {
  const { outageWaits, records, locks, leaseSeconds, now } = session.dependencies
  const { importId, target } = session.request
  let requests: Requests = NO_REQUESTS
  let settled = 0
  let expected = 0
  let held = false
  let renewedAt = 0
  let toldAt = 0

  /** Prolongs the lease on the target, now and then, or by as long as the import is going to wait. */
  const renew = async (waiting: number): Promise<StepOutcome<never> | undefined> => {
    if (!held || (waiting === 0 && now() - renewedAt < (leaseSeconds * 1000) / 4)) return undefined
    const lock = await locks.renew(target, importId, leaseSeconds + waiting)
    renewedAt = now()
    if (lock.held) return undefined
    return {
      kind: 'failed',
      reason: `The import ${lock.owner} took the target over, because this one gave no sign of life; upload the document again.`,
    }
  }

  /** Brings the record up to date, for those who watch: where that fails, the work is done all the same, and they see it later. */
  const tell = async (done: number, sent: Requests): Promise<void> => {
    if (expected === 0 || now() - toldAt < PROGRESS_MS) return
    toldAt = now()
    await records.save(importId, { done, total: expected, requests: sent }).catch(() => undefined)
  }

  /** Does the work of a step; an answer that concerns the whole import ends it as data, so that no retry is wasted. */
  const attempt = async <T>(work: () => Promise<StepOutcome<T>>, wait: number | undefined): Promise<StepOutcome<T>> => {
    const lost = await renew(0)
    if (lost !== undefined) return lost
    const outcome = await work().catch((error: unknown): StepOutcome<T> => {
      if (error instanceof PlatformStop) return error.outcome
      throw error
    })
    const sent = session.drainRequestCounts()
    await tell(settled + (outcome.settled ?? 0), addRequests(requests, sent))
    if (outcome.kind === 'unavailable' && wait !== undefined) await renew(waitAfter(outcome, wait))
    return { ...outcome, requests: sent }
  }

  const within = (context: DurableContext): StepRunner => ({
    step: async (name, work) => {
      for (let tries = 0; ; tries++) {
        const seconds = outageWaits[tries]
        const outcome = await context.step(tries === 0 ? name : `${name}-again-${tries}`, () => attempt(work, seconds))
        requests = addRequests(requests, outcome.requests ?? NO_REQUESTS)
        settled += outcome.settled ?? 0
        if (outcome.kind !== 'unavailable' || seconds === undefined) return outcome
        await context.wait(`${name}-outage-${tries}`, { seconds: waitAfter(outcome, seconds) })
      }
    },
    in: within,
    expect: total => {
      expected = total
    },
    requests: () => requests,
    holding: () => {
      held = true
    },
  })
  return within(outer)
}

/** As long as is usual by then, or as the platform asks for; in seconds. */
const waitAfter = ({ retryAfterSeconds = 0 }: Unavailable, usual: number): number =>
  Math.max(usual, Math.min(retryAfterSeconds, LONGEST_WAIT))

type Unavailable = Extract<StepOutcome<unknown>, { kind: 'unavailable' }>
