import type { ProgressState } from '../live/progress-state.ts'
import { phaseText, troubleText } from '../live/progress-text.ts'
import { cut, flow, type Segment } from '../live/screen-text.ts'
import type { Trouble } from '../live/trouble.ts'
import { count } from '../live/units.ts'

/** Import that runs. */
export type Running = { readonly connector: string; readonly state: ProgressState }

/** Progress of the imports of a folder. */
export type FolderProgress = {
  readonly total: number
  readonly ended: number
  /** Number of ended imports that need attention. */
  readonly bad: number
  /** Ctrl-C was pressed. */
  readonly stopping: boolean
  readonly running: readonly Running[]
  /** Trouble of all running imports. */
  readonly trouble: Trouble | undefined
}

/** Columns that a name has at least. */
const MIN_NAME = 8

/** Formats the view: the number of documents, trouble with the platform, and a line for each import that runs. */
export function folderLines(
  progress: FolderProgress,
  { width, ascii }: { readonly width: number; readonly ascii: boolean },
): Segment[][] {
  const layout = { width: width - 1, separator: ascii ? ' | ' : ' · ', ellipsis: ascii ? '...' : '…' }
  const { running, trouble } = progress
  return [
    ...flow(headSegments(progress), { ...layout, lines: 2 }),
    ...(trouble === undefined ? [] : flow([{ text: troubleText(trouble), colour: 'red' }], { ...layout, lines: 1 })),
    ...running.flatMap(({ connector, state }) => {
      const phase = phaseText(state)
      // A long name leaves room for what happens.
      const name = cut(connector, Math.max(MIN_NAME, layout.width - phase.length - 2), layout.ellipsis)
      return flow([{ text: `${name}: ${phase}`, colour: 'cyan' }], { ...layout, lines: 1 })
    }),
  ]
}

/** Formats the progress as one line for a log. */
export function folderLine(progress: FolderProgress): string {
  const { running } = progress
  const names = running.map(({ connector, state }) => `${connector} (${phaseText(state)})`)
  return `${headSegments(progress)
    .map(({ text }) => text)
    .join(' | ')}${names.length > 0 ? `: ${names.join(', ')}` : ''}`
}

const headSegments = ({ total, ended, bad, stopping, running }: FolderProgress): Segment[] => [
  ...(stopping ? [{ text: 'stopping', colour: 'yellow' as const }] : []),
  { text: `${count(ended)} of ${count(total)} documents`, colour: 'green' },
  ...(bad > 0
    ? [{ text: bad === 1 ? '1 needs attention' : `${count(bad)} need attention`, colour: 'yellow' as const }]
    : []),
  { text: `${count(running.length)} running` },
]
