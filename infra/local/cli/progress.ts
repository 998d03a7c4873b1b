import type { ImportRecord } from '../../../lib/store/records.ts'

type Terminal = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>

const WIDTH = 30

/**
 * Shows how far an import is, on a terminal as one line that changes; elsewhere nothing, the summary tells the rest.
 * @returns stops and wipes the line
 */
export const showProgress = (terminal: Terminal, look: () => Promise<ImportRecord | undefined>): (() => void) => {
  if (!terminal.isTTY) return () => {}
  let stopped = false
  const draw = async (): Promise<void> => {
    const record = await look().catch(() => undefined)
    if (stopped || record === undefined || record.total === 0) return
    const share = Math.min(1, record.done / record.total)
    const filled = Math.round(share * WIDTH)
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled)
    terminal.write(`\r${bar} ${record.done}/${record.total}`)
  }
  const timer = setInterval(() => void draw(), 150)
  return () => {
    stopped = true
    clearInterval(timer)
    terminal.write('\r\u001b[K')
  }
}
