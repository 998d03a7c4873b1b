import type { RequestEvent } from '../connect/send/request-event.ts'
import type { Changes } from '../reconcile/decide/decide-changes.ts'
import type { Decision } from '../reconcile/decide/decision.ts'
import type { Phase } from '../store/records.ts'

/** Numbers of items of a phase, and how many of them need a request. */
export type PhaseSize = { readonly items: number; readonly writes: number }

/** Event of an import that runs in this process. Times are epoch ms. */
export type ProgressEvent =
  | RequestEvent
  /** A phase has begun, or continues. */
  | { readonly kind: 'phase'; readonly phase: Phase }
  /** The sizes of the phases that write, from the comparison on. */
  | { readonly kind: 'sizes'; readonly sizes: Readonly<Partial<Record<Phase, PhaseSize>>> }
  /** `items`: all settled items of the phase; `added` and `written`: those since the last event, in this process. */
  | {
      readonly kind: 'settled'
      readonly phase: Phase
      readonly items: number
      readonly added: number
      readonly written: number
    }
  /** The import waits, with no code of it running. */
  | { readonly kind: 'waiting'; readonly until: number; readonly reason: string }

/** Receives the progress of each item. Must not throw. */
export type ReportProgress = (event: ProgressEvent) => void

/** Counts items that a step has settled so far, and how many of them were written. Only for the progress. */
export type CountItems = (items: number, written?: number) => void

export const countNothing: CountItems = () => undefined

const STEPS: readonly (readonly [RegExp, Phase])[] = [
  [/^connector-plan/, 'plan'],
  [/^(connector|auth-schemes)/, 'connector'],
  [/^(compare|version|fresh-(name|draft|plan))/, 'compare'],
  [/^plan/, 'plan'],
  [/^(fresh-)?definitions/, 'definitions'],
  [/^(fresh-)?actions-/, 'actions'],
  [/^(fresh-)?triggers-/, 'triggers'],
  [/^(fresh-)?removals-/, 'removals'],
  [/^(ledger|publish|report)/, 'report'],
]

/** Returns the phase of a step by its name. */
export function phaseOf(step: string): Phase {
  return STEPS.find(([pattern]) => pattern.test(step))?.[1] ?? 'read'
}

/** Counts the items of the phases that write. */
export function phaseSizes({ definitions, actions, triggers, removals }: Changes): Record<string, PhaseSize> {
  const sizeOf = (decisions: readonly Pick<Decision, 'change'>[]): PhaseSize => ({
    items: decisions.length,
    writes: decisions.filter(({ change }) => change === 'create' || change === 'update' || change === 'remove').length,
  })
  const removed = [...removals.actions, ...removals.triggers, ...removals.definitions.flat()]
  return {
    definitions: sizeOf(definitions),
    actions: sizeOf(actions),
    triggers: sizeOf(triggers),
    removals: sizeOf([...removed, ...removals.keptDefinitions]),
  }
}

/** Count of the items of one step. */
export type StepCount = { readonly started: () => void; readonly count: CountItems; readonly ended: () => void }

/** Items of each phase that are settled, including those of running steps. */
export type Tally = {
  /** Creates the count of one step, whose items count until the step has ended and is added. A replay does not start it. */
  readonly begin: (phase: Phase) => StepCount
  /** Counts the settled items of a step that has ended. `nested`: until the next call of `settle`. */
  readonly add: (phase: Phase, items: number, nested?: boolean) => void
  /** Replaces all nested steps of a phase. */
  readonly settle: (phase: Phase, items: number) => void
  /** Starts again, for another plan. */
  readonly restart: () => void
}

/** Creates the tally of one invocation. */
export function createTally(report: ReportProgress): Tally {
  const ended = new Map<Phase, number>()
  const nested = new Map<Phase, number>()
  const running = new Map<Phase, number>()
  const change = (counts: Map<Phase, number>, phase: Phase, by: number) =>
    counts.set(phase, (counts.get(phase) ?? 0) + by)
  const emit = (phase: Phase, added = 0, written = 0) => {
    const items = [ended, nested, running].reduce((sum, counts) => sum + (counts.get(phase) ?? 0), 0)
    report({ kind: 'settled', phase, items, added, written })
  }
  return {
    begin: phase => {
      let counted = 0
      return {
        started: () => report({ kind: 'phase', phase }),
        count: (items, written = 0) => {
          if (items === 0) return
          counted += items
          change(running, phase, items)
          emit(phase, items, written)
        },
        ended: () => change(running, phase, -counted),
      }
    },
    add: (phase, items, isNested = false) => {
      change(isNested ? nested : ended, phase, items)
      if (items > 0) emit(phase)
    },
    settle: (phase, items) => {
      nested.delete(phase)
      change(ended, phase, items)
      if (items > 0) emit(phase)
    },
    restart: () => ended.clear(),
  }
}
