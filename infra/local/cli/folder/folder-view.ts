import type { ProgressEvent } from '../../../../lib/import/progress.ts'
import { applyEvent, NO_PROGRESS, type ProgressState } from '../live/progress-state.ts'
import { troubleText } from '../live/progress-text.ts'
import { createScreen, onTimer, paint, REDRAW_INTERVAL, type Terminal } from '../live/screen.ts'
import { type Trouble, troubleOf } from '../live/trouble.ts'
import { type FolderProgress, folderLine, folderLines, type Running } from './folder-text.ts'

export type FolderViewOptions = {
  /** Number of documents. */
  readonly total: number
  /** Redraw lines: the output is a terminal that can do so. */
  readonly redraw: boolean
  /** No colours, and only ASCII characters (`NO_COLOR`). */
  readonly plain: boolean
  /** Current time (epoch ms). */
  readonly now: () => number
  readonly every?: typeof onTimer
}

/** View of the imports of a folder. */
export type FolderView = {
  readonly started: (connector: string, importId: string) => void
  readonly report: (importId: string, event: ProgressEvent) => void
  /** `outcome`: for a person; `isGood`: nothing needs attention. */
  readonly ended: (connector: string, outcome: string, isGood: boolean) => void
  readonly print: (line: string) => void
  /** Shows that the imports stop. @returns lines that describe what is done and what is not */
  readonly interrupted: () => string[]
  /** Ends the view and clears it from the terminal. */
  readonly stop: () => void
}

/** The interval of lines when the output is not a terminal, in milliseconds. */
const LINE_INTERVAL = 5_000

/**
 * Shows the imports of a folder: on a terminal a line for each one that runs, and a line that stays for each one that needs
 * attention; elsewhere a line for each start and end, for each trouble with the platform, and every 5 s.
 */
export function showFolder(terminal: Terminal, options: FolderViewOptions): FolderView {
  const { total, redraw, plain, now, every = onTimer } = options
  const imports = new Map<string, { readonly connector: string; state: ProgressState }>()
  let [ended, bad, stopping, writtenAt] = [0, 0, false, now()]
  let shown: string | undefined
  const running = (): readonly Running[] => [...imports.values()]
  const progress = (): FolderProgress => ({ ended, bad, total, stopping, running: running(), trouble: trouble() })
  const trouble = (): Trouble | undefined => {
    const found = running().flatMap(({ state }) => troubleOf(state, now()) ?? [])
    // One slow response among others does not concern the platform.
    return found.length === imports.size ? found[0] : undefined
  }
  const screen = redraw
    ? createScreen(terminal, columns =>
        folderLines(progress(), { width: columns, ascii: plain }).map(line =>
          paint(line, plain ? undefined : terminal),
        ),
      )
    : undefined
  const write = (line: string): void => {
    writtenAt = now()
    screen?.clear()
    terminal.write(`${line}\n`)
    screen?.draw()
  }
  const log = (): void => {
    const found = trouble()
    if (found !== undefined && found.what !== shown) write(troubleText(found))
    else if (imports.size > 0 && now() - writtenAt >= LINE_INTERVAL) write(folderLine(progress()))
    shown = found?.what
  }
  const stopDrawing = every(REDRAW_INTERVAL, screen?.draw ?? log)
  return {
    started: (connector, importId) => {
      imports.set(importId, { connector, state: NO_PROGRESS })
      if (!redraw) write(`${connector}: import ${importId}`)
    },
    report: (importId, event) => {
      const found = imports.get(importId)
      if (found !== undefined) found.state = applyEvent(found.state, event, now())
    },
    ended: (connector, outcome, isGood) => {
      for (const [importId, found] of imports) if (found.connector === connector) imports.delete(importId)
      ended++
      if (!isGood) bad++
      if (!redraw || !isGood) write(`[${ended}/${total}] ${connector}: ${outcome}`)
    },
    print: write,
    interrupted: () => {
      stopping = true
      return [`${ended} of ${total} imports have ended; ${imports.size} are running.`]
    },
    stop: () => {
      stopDrawing()
      screen?.clear()
      screen?.stop()
    },
  }
}
