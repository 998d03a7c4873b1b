import { PHASES, type Phase } from '../../../../lib/store/records.ts'
import type { ProgressState } from './progress-state.ts'
import { rateOf } from './rate.ts'
import { remainingTime } from './remaining.ts'
import { flow, type Segment } from './screen-text.ts'
import { type Trouble, troubleOf } from './trouble.ts'
import { count, duration, rateText } from './units.ts'

export type TextOptions = {
  /** Width of the terminal, in columns. */
  readonly width: number
  /** Use only ASCII characters. */
  readonly ascii: boolean
  /** The import writes nothing to the platform. */
  readonly dryRun: boolean
  /** The import was interrupted: it ends after its current steps. */
  readonly stopping: boolean
  /** Current time (epoch ms). */
  readonly now: number
}

const BAR = 20
/** Width from which on there is room for a bar. */
const WIDE = 72
/** Time after which the age of a phase without items is shown, in milliseconds. */
const SLOW = 2_000

/** Formats the live view: the current phase, trouble with the platform, what is done, and what comes next. */
export function progressLines(state: ProgressState, options: TextOptions): Segment[][] {
  const { ascii, width, now } = options
  const layout = { width: width - 1, separator: ascii ? ' | ' : ' · ', ellipsis: ascii ? '...' : '…' }
  const lines = (segments: readonly Segment[], most: number, separator = layout.separator) =>
    flow(segments, { ...layout, lines: most, separator })
  const trouble = troubleOf(state, now)
  return [
    ...lines(currentSegments(state, options), 2),
    ...(trouble === undefined ? [] : lines(troubleSegments(trouble), 3, ' ')),
    ...lines(doneSegments(state), 1),
    ...lines(nextSegments(state, options), 1),
  ]
}

/** Formats the current phase and the trouble as one line for a log. */
export function plainLine(state: ProgressState, options: Omit<TextOptions, 'ascii' | 'width'>): string {
  const trouble = troubleOf(state, options.now)
  const current = currentSegments(state, { ...options, ascii: true, width: 0 }).map(({ text }) => text)
  return [...current, ...(trouble === undefined ? [] : [troubleText(trouble)])].join(' | ')
}

/** Formats the current phase as one segment, without a bar: `actions 12/40`. */
export function phaseText(state: ProgressState): string {
  return state.current === undefined ? 'starting' : itemsText(state, state.current)
}

/** Formats trouble as one sentence without a period. */
export function troubleText(trouble: Trouble): string {
  return troubleSegments(trouble)
    .map(({ text }) => text)
    .join(' ')
}

const troubleSegments = ({ what, since, cause, next }: Trouble): Segment[] => {
  const parts = [since === undefined ? what : `${what} ${since}`, ...(cause === undefined ? [] : [`(${cause})`])]
  const last = parts.length - 1
  return [
    ...parts.map((text, i) => ({ text: i === last && next !== undefined ? `${text};` : text, colour: 'red' as const })),
    ...(next === undefined ? [] : [{ text: next, colour: 'yellow' as const }]),
  ]
}

const currentSegments = (state: ProgressState, { ascii, width, now, stopping }: TextOptions): Segment[] => {
  const { current, phases, retried, throttled } = state
  if (current === undefined) return [{ text: 'starting', colour: 'cyan' }]
  const phase = phases[current]
  const rate = rateOf(phase?.samples ?? [], now)
  const remaining = remainingTime(state, now)
  const age = now - (phase?.startedAt ?? now)
  const isCounted = (phase?.items ?? 0) > 0 || state.sizes?.[current] !== undefined
  return [
    ...(stopping ? [{ text: 'stopping', colour: 'yellow' as const }] : []),
    { text: barOf(state, current, { ascii, width }) + itemsText(state, current), colour: 'cyan' },
    ...(rate === undefined ? [] : [{ text: rateText(rate) }]),
    ...(isCounted || age < SLOW ? [] : [{ text: duration(age / 1000) }]),
    ...(remaining === undefined || stopping
      ? []
      : [{ text: `${remaining.isLeast ? 'at least' : 'about'} ${duration(remaining.seconds)} left` }]),
    ...(retried > 0 ? [{ text: `${count(retried)} retried`, colour: 'yellow' as const }] : []),
    ...(throttled > 0 ? [{ text: `${count(throttled)} throttled`, colour: 'yellow' as const }] : []),
  ]
}

const doneOf = (
  { phases, sizes }: ProgressState,
  phase: Phase,
): { readonly items: number; readonly total?: number } => {
  const items = phases[phase]?.items ?? 0
  const total = sizes?.[phase]?.items
  return total === undefined ? { items } : { items: Math.min(items, total), total }
}

const itemsText = (state: ProgressState, phase: Phase): string => {
  const { items, total } = doneOf(state, phase)
  const name = nameOf(state, phase)
  if (total !== undefined) return `${name} ${count(items)}/${count(total)}`
  return items > 0 ? `${name} ${count(items)}` : name
}

/** Names a phase. Removals that are all kept have another name: a person could stop the import for fear of them. */
const nameOf = ({ sizes }: ProgressState, phase: Phase): string =>
  phase === 'removals' && sizes?.removals?.writes === 0 ? 'kept' : phase

const barOf = (state: ProgressState, phase: Phase, { ascii, width }: Pick<TextOptions, 'ascii' | 'width'>): string => {
  const { items, total } = doneOf(state, phase)
  if (total === undefined || total === 0 || width < WIDE) return ''
  const full = Math.floor((items / total) * BAR)
  return `${(ascii ? '#' : '█').repeat(full)}${(ascii ? '-' : '░').repeat(BAR - full)} `
}

const doneSegments = (state: ProgressState): Segment[] => {
  const done = PHASES.filter(phase => phase !== state.current && (state.phases[phase]?.endedAt ?? 0) > 0)
  return labelled(
    'done:',
    done.map(phase => itemsText(state, phase)),
    'green',
  )
}

const nextSegments = (state: ProgressState, { dryRun, stopping }: TextOptions): Segment[] => {
  const { current, sizes } = state
  const from = current === undefined ? 0 : PHASES.indexOf(current) + 1
  const next = PHASES.slice(from).filter(phase => {
    if (phase === 'report') return true
    if (stopping) return false
    if (phase === 'plan' || phase === 'compare') return !state.phases[phase]?.endedAt
    if (phase === 'connector' || dryRun) return false
    return sizes === undefined ? phase !== 'removals' : (sizes[phase]?.items ?? 0) > 0
  })
  return labelled(
    'next:',
    next.map(phase => itemsText(state, phase)),
    'dim',
  )
}

/** Puts a label in front of the first text. */
const labelled = (label: string, [first, ...rest]: readonly string[], colour: 'green' | 'dim'): Segment[] =>
  first === undefined ? [] : [`${label} ${first}`, ...rest].map(text => ({ text, colour }))

/** Describes what an interrupted import has done and what it has not, for the person who interrupts it. */
export function interruptedLines(state: ProgressState): string[] {
  const writing = PHASES.filter(phase => (state.sizes?.[phase]?.items ?? 0) > 0)
  if (writing.length === 0) return ['Nothing is written yet.']
  const counts = writing.map(phase => ({ name: nameOf(state, phase), total: 0, ...doneOf(state, phase) }))
  const done = counts.filter(({ items }) => items > 0)
  const open = counts.filter(({ items, total }) => items < total)
  const list = (parts: readonly string[]) => (parts.length === 0 ? 'nothing' : parts.join(', '))
  return [
    `Done so far: ${list(done.map(({ name, items, total }) => `${count(items)} of ${count(total)} ${name}`))}.`,
    `Not done: ${list(open.map(({ name, items, total }) => `${count(total - items)} ${name}`))}.`,
  ]
}
