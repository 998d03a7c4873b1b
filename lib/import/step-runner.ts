import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { Target } from '../request/target.ts'
import type { Phase } from '../store/records.ts'
import { durableStep, StepFailure, type StepKind } from './durable-step.ts'
import { unreadableFailure } from './failure.ts'
import type { ImportSession } from './import-session.ts'
import { addRequests, NO_REQUESTS, type Requests, type StepOutcome } from './model.ts'
import { PlatformStop } from './platform/platform-error.ts'
import { type CountItems, countNothing, createTally, phaseOf } from './progress.ts'
import { cutReason, IMPORT_REASONS } from './reasons.ts'
import { recordWait } from './record-wait.ts'

/** Minimum time between two progress updates of an import's record, in milliseconds. */
const PROGRESS_MS = 1_000
/** Longest wait that a Retry-After can cause, in seconds. Bounded, since a waiting import reports no age metric. */
const LONGEST_WAIT = 7_200

/** Work of a step. `count` reports items before the step has ended; the outcome has all of them again. */
type Work<T> = (count: CountItems) => Promise<StepOutcome<T>>
type Unavailable = Extract<StepOutcome<unknown>, { kind: 'unavailable' }>

/** Runs the steps of an import, and counts their requests and settled items, including those of earlier invocations. */
export type StepRunner = {
  /**
   * Runs a step as a checkpoint. If the platform is unavailable, the step runs again after each wait that is left.
   * `work` must be safe to repeat, since a checkpoint may be lost. An error, or a process that is killed repeatedly, is the
   * outcome `failed`.
   */
  readonly step: <T>(name: string, work: Work<T>, kind?: StepKind) => Promise<StepOutcome<T>>
  /**
   * Runs a step in a nested context, such as that of a map's item, once: an unavailable platform is its outcome. Its
   * outcome must be passed to `settle`, since a replay does not run the items of a map that has ended.
   */
  readonly stepIn: <T>(context: DurableContext, name: string, work: Work<T>, kind?: StepKind) => Promise<StepOutcome<T>>
  /** Counts the outcomes of all nested steps since the last call, which belong to one phase. */
  readonly settle: (phase: Phase, outcomes: readonly (StepOutcome<unknown> | undefined)[]) => void
  /** Runs a step once, also if the import should be cancelled. */
  readonly finish: <T>(name: string, work: Work<T>) => Promise<StepOutcome<T>>
  /**
   * Waits before the next attempt at an unavailable platform. An import has all its `outageWaits` once, whichever steps
   * need them. Returns false if none is left, or if the import should be cancelled.
   */
  readonly waitForPlatform: (outcome: Unavailable) => Promise<boolean>
  /** Sets the number of actions and definitions to settle, for the progress. */
  readonly expect: (total: number) => void
  /** Returns the requests of all steps so far. */
  readonly requests: () => Requests
  /** Marks the target's lock as held: from now on, steps renew the lease. */
  readonly holding: (target: Target) => void
  /** Returns true if a step, a wait or a retry was skipped because the import should be cancelled. */
  readonly isCancelled: () => boolean
}

type Step<T> = {
  readonly context: DurableContext
  readonly name: string
  readonly work: Work<T>
  readonly kind?: StepKind | undefined
  /** Also if the import should be cancelled. */
  readonly always?: boolean
}

/** Creates the runner of one invocation. A step whose lock was lost ends as `failed`; a `PlatformStop` becomes its outcome. */
export function createStepRunner(session: ImportSession, outer: DurableContext): StepRunner {
  const { outageWaits, records, locks, leaseSeconds, now, progress, isCancelled, local } = session.dependencies
  const { importId } = session.request
  const tally = progress && createTally(progress)
  let counted = NOTHING
  /** Of nested steps that are not counted yet, for the progress. */
  let nested = NOTHING
  let expected = 0
  let held: Target | undefined
  let renewedAt = 0
  let savedAt = now()
  let savedPhase: Phase | undefined
  /** The import should be cancelled, as far as this invocation has seen. */
  let cancelling = false
  /** The same in every replay, since it follows from the steps' outcomes. */
  let cancelled = false
  /** Outage waits that are spent: the same in every replay, since it follows from the steps' outcomes. */
  let waits = 0

  /** Renews the lease if a quarter of it has passed, or for a wait of `waiting` seconds. */
  const renew = async (waiting: number): Promise<StepOutcome<never> | undefined> => {
    if (held === undefined || (waiting === 0 && now() - renewedAt < (leaseSeconds * 1000) / 4)) return undefined
    const lock = await locks.renew(held, importId, leaseSeconds + waiting)
    renewedAt = now()
    return lock.held ? undefined : { kind: 'failed', reason: IMPORT_REASONS.lockLost(lock.owner) }
  }

  /** Writes to the import's record, which has the request to cancel. A failure only delays both. */
  const save = async (phase: Phase, fields: Parameters<typeof records.save>[1] = {}): Promise<void> => {
    savedAt = now()
    savedPhase = phase
    try {
      cancelling ||= await records.save(importId, { phase, ...fields })
    } catch {
      // The next save has both.
    }
  }

  const saveProgress = async (phase: Phase, done: number, requests: Requests): Promise<void> => {
    if (now() - savedAt >= PROGRESS_MS) await save(phase, { done, total: expected, requests })
  }

  /** Saves the phase once its step runs for a while: a short phase costs no write. Must be called after the step. */
  const savePhaseLater = (phase: Phase): (() => Promise<void>) => {
    let saving: Promise<void> | undefined
    const begin = () => {
      if (savedPhase !== phase) saving = save(phase)
    }
    const timer = savedPhase === phase ? undefined : setTimeout(begin, PROGRESS_MS)
    return async () => {
      clearTimeout(timer)
      await saving
    }
  }

  /** Runs a step's work once. A `PlatformStop` is returned as data: thrown, the execution would retry the step. */
  const attempt = async <T>(phase: Phase, work: () => ReturnType<Work<T>>): Promise<StepOutcome<T>> => {
    const lost = await renew(0)
    if (lost !== undefined) return lost
    const stopSaving = savePhaseLater(phase)
    const outcome = await work().catch((error: unknown): StepOutcome<T> => {
      if (error instanceof PlatformStop) return error.outcome
      return { kind: 'failed', ...unreadableFailure(error) }
    })
    await stopSaving()
    const sent = session.drainRequestCounts()
    const { settled, requests } = addOutcome(addCounts(counted, nested), { ...outcome, requests: sent })
    await saveProgress(phase, settled, requests)
    const wait = outageWaits[waits]
    if (outcome.kind === 'unavailable' && wait !== undefined) await renew(waitAfter(outcome, wait))
    return { ...bounded(outcome), requests: sent }
  }

  const runStep = async <T>({ context, name, work, kind = 'writes', always }: Step<T>): Promise<StepOutcome<T>> => {
    const skipped: StepOutcome<T> = { kind: 'failed', reason: IMPORT_REASONS.cancelled, cancelled: true }
    const phase = phaseOf(name)
    const items = tally?.begin(phase)
    const run = async () => {
      cancelling ||= isCancelled?.() ?? false
      if (cancelling && !always) return skipped
      items?.started()
      const outcome = await attempt(phase, () => work(items?.count ?? countNothing))
      cancelling ||= isCancelled?.() ?? false
      return cancelling && outcome.kind === 'unavailable' ? { ...outcome, cancelled: true as const } : outcome
    }
    const step = { name, kind, local, work: run }
    const outcome = await durableStep(context, step).catch((error: unknown): StepOutcome<T> => {
      if (error instanceof StepFailure) return { kind: 'failed', reason: error.message }
      throw error
    })
    items?.ended()
    return outcome
  }

  const count = (outcome: StepOutcome<unknown>): void => {
    if ('cancelled' in outcome && outcome.cancelled) cancelled = true
    counted = addOutcome(counted, outcome)
  }

  const runCounted = async <T>(step: Step<T>): Promise<StepOutcome<T>> => {
    const outcome = await runStep(step)
    count(outcome)
    tally?.add(phaseOf(step.name), outcome.settled ?? 0)
    return outcome
  }

  const waitForPlatform = async (outcome: Unavailable): Promise<boolean> => {
    const seconds = outageWaits[waits]
    if (cancelled || seconds === undefined) return false
    const length = waitAfter(outcome, seconds)
    const reason = IMPORT_REASONS.platformUnavailable
    const work = () => recordWait(session, { seconds: length, reason })
    const begin = { name: `outage-${waits}-begins`, kind: 'writes', work } as const
    // A wait that can't be recorded begins all the same: it only delays a request to cancel.
    cancelled ||= await durableStep(outer, begin).catch((error: unknown) => {
      if (error instanceof StepFailure) return false
      throw error
    })
    if (cancelled) return false
    await outer.wait(`outage-${waits}`, { seconds: length })
    waits += 1
    return true
  }

  return {
    step: async (name, work, kind) => {
      for (let tries = 0; ; tries++) {
        const again = tries === 0 ? '' : `-again-${tries}`
        const outcome = await runCounted({ context: outer, name: name + again, work, kind })
        if (outcome.kind !== 'unavailable' || !(await waitForPlatform(outcome))) return outcome
      }
    },
    stepIn: async (context, name, work, kind) => {
      const outcome = await runStep({ context, name, work, kind })
      nested = addOutcome(nested, outcome)
      tally?.add(phaseOf(name), outcome.settled ?? 0, true)
      return outcome
    },
    settle: (phase, outcomes) => {
      nested = NOTHING
      tally?.settle(
        phase,
        outcomes.reduce((sum, outcome) => sum + (outcome?.settled ?? 0), 0),
      )
      for (const outcome of outcomes) if (outcome !== undefined) count(outcome)
    },
    finish: (name, work) => runCounted({ context: outer, name, work, always: true }),
    waitForPlatform,
    expect: total => {
      // A second plan: that of a fresh draft.
      if (expected > 0) tally?.restart()
      expected = total
    },
    requests: () => addCounts(counted, nested).requests,
    holding: target => {
      held = target
    },
    isCancelled: () => cancelled,
  }
}

/** Requests and settled items of some steps. */
type StepCounts = { readonly requests: Requests; readonly settled: number }

const NOTHING: StepCounts = { requests: NO_REQUESTS, settled: 0 }

const addCounts = (a: StepCounts, b: StepCounts): StepCounts => ({
  requests: addRequests(a.requests, b.requests),
  settled: a.settled + b.settled,
})

const addOutcome = (counts: StepCounts, { requests = NO_REQUESTS, settled = 0 }: StepOutcome<unknown>): StepCounts =>
  addCounts(counts, { requests, settled })

/** Returns an outcome whose reason fits into a checkpoint. */
const bounded = <T>(outcome: StepOutcome<T>): StepOutcome<T> =>
  outcome.kind === 'done' ? outcome : { ...outcome, reason: cutReason(outcome.reason) }

/** The wait before the next attempt, in seconds: the configured one, or a longer Retry-After. */
const waitAfter = ({ retryAfterSeconds = 0 }: Unavailable, configured: number): number =>
  Math.max(configured, Math.min(retryAfterSeconds, LONGEST_WAIT))
