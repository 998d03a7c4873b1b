import type { ProgressEvent, ReportProgress } from '../../../../lib/import/progress.ts'
import { applyEvent, NO_PROGRESS, type ProgressState } from './progress-state.ts'
import { interruptedLines, plainLine, progressLines, troubleText } from './progress-text.ts'
import { createScreen, onTimer, type Painter, paint, REDRAW_INTERVAL, type Terminal } from './screen.ts'
import { troubleOf } from './trouble.ts'

export type ProgressOptions = {
  /** Redraw lines: the output is a terminal that can do so. */
  readonly redraw: boolean
  /** No colours, and only ASCII characters (`NO_COLOR`). */
  readonly plain: boolean
  /** The import writes nothing to the platform. */
  readonly dryRun: boolean
  /** Current time (epoch ms). */
  readonly now: () => number
  /** Calls a function repeatedly, after each interval in milliseconds. @returns a function that ends it */
  readonly every?: (interval: number, call: () => void) => () => void
}

/** View of the progress of an import. */
export type LiveView = {
  /** Receives the events of the import. */
  readonly report: ReportProgress
  /** Prints a line above the view. */
  readonly print: (line: string) => void
  /** Shows that the import stops. @returns lines that describe what is done and what is not */
  readonly interrupted: () => string[]
  /** Ends the view and clears it from the terminal. */
  readonly stop: () => void
}

/** A view appears after this time, or with the first trouble: that of a short import would only flash. */
const DELAY = 1_500
/** The interval of lines when the output is not a terminal, in milliseconds. */
const LINE_INTERVAL = 5_000

/**
 * Shows the progress of an import: on a terminal in some lines that are redrawn, elsewhere as a line for each phase, for each
 * trouble with the platform, and every 5 s. The cursor stays visible, so there is nothing to restore.
 */
export function showProgress(terminal: Terminal, options: ProgressOptions): LiveView {
  const { now, every = onTimer } = options
  const begun = now()
  let state = NO_PROGRESS
  let stopping = false
  let stopped = false
  const painter = options.redraw
    ? createScreen(terminal, columns => {
        const lines = progressLines(state, { ...options, width: columns, ascii: options.plain, now: now(), stopping })
        return lines.map(line => paint(line, options.plain ? undefined : terminal))
      })
    : createLog(terminal, {
        now,
        state: () => state,
        lineOf: () => plainLine(state, { ...options, now: now(), stopping }),
      })
  const draw = (): void => {
    const isDue = state.current !== undefined && now() - begun >= DELAY
    if (!stopped && (isDue || troubleOf(state, now()) !== undefined)) painter.draw()
  }
  const stopDrawing = every(REDRAW_INTERVAL, draw)
  return {
    report: event => {
      state = applyEvent(state, event, now())
      // Before a conversion that leaves the timer no time, and at once when something is wrong.
      if (isNews(event)) draw()
    },
    print: line => {
      painter.clear()
      terminal.write(`${line}\n`)
      if (options.redraw) draw()
    },
    interrupted: () => {
      stopping = true
      return interruptedLines(state)
    },
    stop: () => {
      stopped = true
      stopDrawing()
      painter.clear()
      painter.stop()
    },
  }
}

const isNews = ({ kind }: ProgressEvent): boolean => kind === 'phase' || kind === 'waiting' || kind === 'retry'

type Log = Pick<ProgressOptions, 'now'> & { readonly state: () => ProgressState; readonly lineOf: () => string }

/** Creates the painter of a file or pipe. */
const createLog = (terminal: Terminal, { state, now, lineOf }: Log): Painter => {
  let phase: string | undefined
  let trouble: string | undefined
  let troubledAt = 0
  let writtenAt = now()
  const write = (line: string): void => {
    writtenAt = now()
    terminal.write(`${line}\n`)
  }
  const draw = (): void => {
    const current = state()
    const found = troubleOf(current, now())
    const isNew = found !== undefined && found.what !== trouble
    // The end of a wait is not a response.
    const responds = (current.answeredAt ?? 0) >= troubledAt
    if (trouble !== undefined && found === undefined && responds) write('platform responds again')
    if (trouble === undefined && found !== undefined) troubledAt = now()
    trouble = found?.what
    if (current.current !== phase || now() - writtenAt >= LINE_INTERVAL) {
      phase = current.current
      write(lineOf())
    } else if (isNew) write(troubleText(found))
  }
  return { draw, clear: () => undefined, stop: () => undefined }
}
