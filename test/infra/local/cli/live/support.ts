import { applyEvent, NO_PROGRESS, type ProgressState } from '../../../../../infra/local/cli/live/progress-state.ts'
import type { ProgressEvent } from '../../../../../lib/import/progress.ts'

/** Start of each test, epoch ms. */
export const START = Date.parse('2030-01-01T00:00:00Z')

/** An event, after this number of seconds. */
export type Timed = readonly [seconds: number, event: ProgressEvent]

/** Applies events to the first state. */
export const stateAfter = (events: readonly Timed[]): ProgressState =>
  events.reduce((state, [seconds, event]) => applyEvent(state, event, START + seconds * 1000), NO_PROGRESS)

/** One item that was written, or not. */
export const settled = (phase: 'definitions' | 'actions' | 'triggers', items: number, written = 1): ProgressEvent => ({
  kind: 'settled',
  phase,
  items,
  added: 1,
  written,
})

/** Events of items that are written at a steady rate from a time on. */
export const steadily = (
  phase: 'definitions' | 'actions' | 'triggers',
  { from, count, perSecond }: { readonly from: number; readonly count: number; readonly perSecond: number },
): Timed[] => Array.from({ length: count }, (_, i) => [from + (i + 1) / perSecond, settled(phase, i + 1)])
