/**
 * Calls `work` for every item, with at most `atOnce` calls at a time. After a failure it starts no further calls.
 * @returns the results, in the order of the items
 * @throws the first error, after the calls that were already started have ended
 */
export async function mapConcurrently<Item, Done>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = []
  const left = items.entries()
  let failure: { readonly error: unknown } | undefined
  const worker = async (): Promise<void> => {
    for (const [i, item] of left) {
      if (failure !== undefined) return
      try {
        done[i] = await work(item)
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  if (failure !== undefined) throw failure.error
  return done
}
