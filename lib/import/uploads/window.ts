import type { UploadWindow } from '../../request/import-request.ts'

/** Milliseconds of the time in which at least one import reads a folder that changes without a pause. */
const BLOCK_MS = 10 * 60 * 1000

/** Returns the window of a moment (epoch ms). */
export function windowOf(moment: number, seconds: number): UploadWindow {
  const length = seconds * 1000
  return { end: (Math.floor(moment / length) + 1) * length, seconds }
}

/**
 * Returns true if uploads of this moment (epoch ms) have a later window in the same ten minutes. The import of that window
 * then reads the files in place of this window's import. The last window of ten minutes always reads.
 */
export function isCoveredLater({ end, seconds }: UploadWindow, moment: number): boolean {
  const later = windowOf(moment, seconds).end
  return later > end && blockOf(later) === blockOf(end)
}

/** Returns true if uploads of this moment (epoch ms) are of the window's ten minutes, or earlier. */
export function isInReach({ end, seconds }: UploadWindow, moment: number): boolean {
  return blockOf(windowOf(moment, seconds).end) <= blockOf(end)
}

const blockOf = (end: number): number => Math.floor((end - 1) / BLOCK_MS)
