import type { PhaseSize, ProgressEvent } from '../../../../lib/import/progress.ts'
import type { Phase } from '../../../../lib/store/records.ts'
import { addSample, type Sample } from './rate.ts'

/** Progress of one phase. Times are epoch ms. */
export type PhaseState = {
  readonly startedAt: number
  readonly endedAt?: number
  /** All settled items, and those settled and written in this process. */
  readonly items: number
  readonly added: number
  readonly written: number
  readonly samples: readonly Sample[]
}

/** Problem with the platform since its last response without one. */
export type Problem = {
  readonly kind: 'failed' | 'throttled' | 'token-refused'
  /** Error code and message, or a status. */
  readonly cause: string
  readonly status?: number
  readonly since: number
}

export type ProgressState = {
  readonly current?: Phase
  readonly phases: Readonly<Partial<Record<Phase, PhaseState>>>
  readonly sizes?: Readonly<Partial<Record<Phase, PhaseSize>>>
  /** Rate that limits the requests, per second. */
  readonly limit?: number
  readonly retried: number
  readonly throttled: number
  readonly inFlight: number
  /** Time since when no response has arrived although requests are in flight. */
  readonly quietSince?: number
  readonly answeredAt?: number
  readonly problem?: Problem
  /** Times of the next attempts. */
  readonly retries: readonly number[]
  readonly waiting?: { readonly until: number; readonly reason: string }
}

export const NO_PROGRESS: ProgressState = {
  phases: {},
  retried: 0,
  throttled: 0,
  inFlight: 0,
  retries: [],
}

/** Applies an event that happened at `now`. */
export function applyEvent(state: ProgressState, event: ProgressEvent, now: number): ProgressState {
  switch (event.kind) {
    case 'phase':
      return beginPhase(resumed(state), event.phase, now)
    case 'sizes':
      return { ...state, sizes: event.sizes }
    case 'settled':
      return settle(state, event, now)
    case 'waiting':
      return { ...state, waiting: { until: event.until, reason: event.reason } }
    case 'sent': {
      const { inFlight, quietSince = now } = state
      const left = resumed(state)
      return {
        ...left,
        limit: event.perSecond,
        inFlight: inFlight + 1,
        quietSince: inFlight === 0 ? now : quietSince,
        retries: state.retries.filter(at => at > now),
      }
    }
    case 'retry':
      return { ...state, retried: state.retried + 1, retries: [...state.retries.filter(at => at > now), event.at] }
    case 'answered': {
      const { problem: _, ...rest } = responded(state, now)
      return { ...rest, answeredAt: now }
    }
    case 'failed':
      return withProblem(responded(state, now), { kind: 'failed', since: now, ...pick(event) })
    case 'throttled': {
      const { throttled } = state
      const throttling = { kind: 'throttled', cause: 'status 429', since: now } as const
      return withProblem({ ...responded(state, now), throttled: throttled + 1 }, throttling)
    }
    case 'token-refused':
      return withProblem(responded(state, now), { kind: 'token-refused', cause: event.message, since: now })
  }
}

const pick = ({ cause, status }: { readonly cause: string; readonly status?: number }) => ({
  cause,
  ...(status !== undefined && { status }),
})

/** Returns the state of an import that no longer waits. */
const resumed = ({ waiting: _, ...state }: ProgressState): ProgressState => state

const responded = (state: ProgressState, now: number): ProgressState => {
  const inFlight = Math.max(0, state.inFlight - 1)
  return { ...state, inFlight, quietSince: now }
}

const withProblem = (state: ProgressState, problem: Problem): ProgressState => {
  const { problem: earlier } = state
  return { ...state, problem: earlier?.kind === problem.kind ? { ...problem, since: earlier.since } : problem }
}

const beginPhase = (state: ProgressState, phase: Phase, now: number): ProgressState => {
  if (state.current === phase) return state
  const last = state.current && state.phases[state.current]
  const begun = state.phases[phase]
  const { endedAt: _, ...again } = begun ?? { items: 0, added: 0, written: 0, samples: [] }
  const phases = {
    ...state.phases,
    ...(state.current && last && { [state.current]: { ...last, endedAt: now } }),
    // A phase that goes on after another one is measured from now on.
    [phase]: { startedAt: now, ...again, samples: [{ at: now, done: workOf(state, phase, again) }] },
  }
  const { problem, ...rest } = state
  // The report needs no platform.
  return { ...rest, ...(problem && phase !== 'report' && { problem }), current: phase, phases }
}

const settle = (
  state: ProgressState,
  { phase, items, added, written }: Extract<ProgressEvent, { kind: 'settled' }>,
  now: number,
): ProgressState => {
  const before = state.phases[phase] ?? { startedAt: now, items: 0, added: 0, written: 0, samples: [] }
  const counts = { items, added: before.added + added, written: before.written + written }
  const samples = addSample(before.samples, { at: now, done: workOf(state, phase, counts) })
  return { ...state, phases: { ...state.phases, [phase]: { ...before, ...counts, samples } } }
}

/** Returns true if some items of a phase need no request, and so do not count as work. */
const isMixed = ({ sizes }: ProgressState, phase: Phase): boolean => {
  const size = sizes?.[phase]
  return size !== undefined && size.writes < size.items
}

const workOf = (state: ProgressState, phase: Phase, { items, written }: Pick<PhaseState, 'items' | 'written'>) =>
  isMixed(state, phase) ? written : items

/** Returns the number of items of a phase that still need a request; undefined if it is not known. */
export function workLeft(state: ProgressState, phase: Phase): number | undefined {
  const size = state.sizes?.[phase]
  if (size === undefined) return undefined
  const { items, added, written } = state.phases[phase] ?? { items: 0, added: 0, written: 0 }
  if (!isMixed(state, phase)) return Math.max(0, size.items - items)
  // An earlier process has settled some, and how many of them it wrote is not known.
  if (items > added) return undefined
  return Math.max(0, size.writes - written)
}
