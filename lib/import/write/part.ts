import type { Dependencies } from '../dependencies.ts'

/** Time after which a part of a batch starts no further items, in milliseconds: a third of an invocation. */
const PART_MS = 300_000

/** Number of items that a part of a batch has settled, and if all of the batch are. */
export type SettledPart = { readonly settled: number; readonly isDone: boolean }

/**
 * Creates the test if a part that begins now may start an item. A part settles some items in any case, so that a batch ends.
 * A cancelled import starts no further item.
 */
export function createPart<Item>(
  items: readonly Item[],
  atOnce: number,
  { now, isCancelled = () => false }: Pick<Dependencies, 'now' | 'isCancelled'>,
): (item: Item) => boolean {
  const begin = now()
  const first = new Set(items.slice(0, atOnce))
  return item => !isCancelled() && (first.has(item) || now() - begin < PART_MS)
}
