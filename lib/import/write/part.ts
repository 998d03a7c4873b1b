import type { Dependencies } from '../dependencies.ts'

/** Time after which a part of a batch, or of the definitions, starts no further items, in milliseconds: a third of an invocation. */
const PART_MS = 300_000

/** Number of items that a part has settled, and if all of the batch are. */
export type SettledPart = { readonly settled: number; readonly isDone: boolean }

/**
 * Creates the test if a part that begins now may start a further item. A part starts one item in any case, so that a batch
 * ends: more would add up in the batches that wait for places. A cancelled import starts no further item.
 */
export function createPart({
  now,
  isCancelled = () => false,
}: Pick<Dependencies, 'now' | 'isCancelled'>): () => boolean {
  const begin = now()
  let hasStarted = false
  return () => {
    if (isCancelled() || (hasStarted && now() - begin >= PART_MS)) return false
    hasStarted = true
    return true
  }
}
