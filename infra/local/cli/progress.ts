import type { ImportRecord } from '../../../lib/store/records.ts'
import { createRateMeter, progressText } from './progress-text.ts'

type Terminal = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>

export type ProgressOptions = {
  /** Use only ASCII characters (`NO_COLOR`). */
  readonly plain: boolean
  /** A monotonic clock in milliseconds. */
  readonly now: () => number
}

/** The interval in which the record is read, in milliseconds. */
const READ_INTERVAL = 250
/** The interval of lines when the output is not a terminal, in milliseconds. */
const LINE_INTERVAL = 5_000

/**
 * Shows the progress of an import: on a terminal in one line that is updated, elsewhere in a new line every 5 s.
 * @returns a function that stops the updates and clears the line
 */
export function showProgress(
  terminal: Terminal,
  look: () => Promise<ImportRecord | undefined>,
  { plain, now }: ProgressOptions,
): () => void {
  const meter = createRateMeter(now)
  let stopped = false
  let looking = false
  let linedAt = now()
  const draw = async (): Promise<void> => {
    if (looking) return
    looking = true
    const record = await look().catch(() => undefined)
    looking = false
    if (stopped || record === undefined || record.total === 0) return
    const text = progressText(record, meter(record.done), plain || !terminal.isTTY)
    if (terminal.isTTY) terminal.write(`\r${text}\u001b[K`)
    else if (now() - linedAt >= LINE_INTERVAL) {
      linedAt = now()
      terminal.write(`${text}\n`)
    }
  }
  const timer = setInterval(() => void draw(), READ_INTERVAL)
  return () => {
    stopped = true
    clearInterval(timer)
    if (terminal.isTTY) terminal.write('\r\u001b[K')
  }
}
