import { PHASES, type Phase } from '../../../../lib/store/records.ts'
import { type ProgressState, workLeft } from './progress-state.ts'
import { rateOf } from './rate.ts'

/** Remaining time in seconds. `isLeast`: it can be longer, because a later phase is not measured. */
export type Remaining = { readonly seconds: number; readonly isLeast: boolean }

/** Phases whose items have one request each. */
const SINGLE: readonly Phase[] = ['actions', 'triggers', 'removals']

/**
 * Estimates the remaining time of the writing, from the measured rate of the current phase. Later phases are as fast as a
 * phase of the same kind, or at best as fast as the limit of requests allows. Undefined if a part is not known.
 */
export function remainingTime(state: ProgressState, now: number): Remaining | undefined {
  const { current, limit } = state
  if (current === undefined || state.waiting !== undefined) return undefined
  const rate = rateOf(state.phases[current]?.samples ?? [], now)
  const left = workLeft(state, current)
  if (rate === undefined || left === undefined) return undefined
  const later = PHASES.slice(PHASES.indexOf(current) + 1)
    .map(phase => (state.sizes?.[phase] === undefined ? 0 : workLeft(state, phase)))
    .reduce<number | undefined>((sum, each) => (sum === undefined || each === undefined ? undefined : sum + each), 0)
  if (later === undefined || left + later === 0) return undefined
  if (later === 0) return { seconds: left / rate, isLeast: false }
  if (SINGLE.includes(current)) return { seconds: (left + later) / rate, isLeast: false }
  return limit === undefined ? undefined : { seconds: left / rate + later / limit, isLeast: true }
}
