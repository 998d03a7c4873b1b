import type { ImportRecord } from '../../../lib/store/records.ts'
import { createRateMeter, progressText } from './progress-text.ts'

type Terminal = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>

export type ProgressOptions = {
  /** `NO_COLOR`: plain ASCII. */
  readonly plain: boolean
  /** Milliseconds since any time in the past. */
  readonly now: () => number
}

/** How often the record is looked at, and how often a line is written where there is no terminal; in milliseconds. */
const LOOK = 250
const LINE = 5_000

/**
 * Shows how far an import is: on a terminal as one line that changes, elsewhere as a line now and then.
 * @returns stops and wipes the line
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
    else if (now() - linedAt >= LINE) {
      linedAt = now()
      terminal.write(`${text}\n`)
    }
  }
  const timer = setInterval(() => void draw(), LOOK)
  return () => {
    stopped = true
    clearInterval(timer)
    if (terminal.isTTY) terminal.write('\r\u001b[K')
  }
}
