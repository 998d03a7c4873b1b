import { readFileSync, writeFileSync } from 'node:fs'

/** Bytes that this process held at most since it began or `forgetPeak` (Linux, proc(5)). Its maxRSS would also count its parent. */
export const peakBytes = (): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024

export const forgetPeak = (): void => writeFileSync('/proc/self/clear_refs', '5')
