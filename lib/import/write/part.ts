import type { Dependencies } from '../dependencies.ts'

/** Time after which a part of a batch, or of the definitions, starts no further items, in milliseconds: a third of an invocation. */
const PART_MS = 300_000

/** Number of items that a part has settled, and if all of the batch are. */
export type SettledPart = { readonly settled: number; readonly isDone: boolean }

/**
 * Creates the test if a part that begins now may start a further item. A part starts `atOnce` items in any case, so that a
 * batch ends. A cancelled import starts no further item.
 */
export function createPart(
  atOnce: number,
  { now, isCancelled = () => false }: Pick<Dependencies, 'now' | 'isCancelled'>,
): () => boolean {
  const begin = now()
  let started = 0
  return () => {
    if (isCancelled() || (started >= atOnce && now() - begin >= PART_MS)) return false
    started += 1
    return true
  }
}
