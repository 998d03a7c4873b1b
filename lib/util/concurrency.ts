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

/**
 * Calls `work` for every item as soon as it is done for the items that it depends on, with at most `atOnce` calls at a time.
 * After a failure it starts no further calls.
 * @param items each after the items that it depends on
 * @param dependencies returns the items that one depends on, each once
 * @throws the first error, after the calls that were already started have ended
 */
export async function runInOrder<Item>(
  items: readonly Item[],
  atOnce: number,
  dependencies: (item: Item) => readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const dependents = new Map<Item, Item[]>(items.map(item => [item, []]))
  const missing = new Map<Item, number>()
  const ready: Item[] = []
  for (const item of items) {
    const before = dependencies(item)
    for (const other of before) dependents.get(other)?.push(item)
    missing.set(item, before.length)
    if (before.length === 0) ready.push(item)
  }
  const running = new Set<Promise<void>>()
  let failure: { readonly error: unknown } | undefined
  const start = async (item: Item): Promise<void> => {
    try {
      await work(item)
    } catch (error) {
      failure ??= { error }
    }
    for (const next of dependents.get(item) ?? []) {
      const left = (missing.get(next) ?? 0) - 1
      missing.set(next, left)
      if (left === 0) ready.push(next)
    }
  }
  for (;;) {
    while (failure === undefined && running.size < atOnce) {
      const item = ready.shift()
      if (item === undefined) break
      const run: Promise<void> = start(item).finally(() => running.delete(run))
      running.add(run)
    }
    if (running.size === 0) break
    await Promise.race(running)
  }
  if (failure !== undefined) throw failure.error
}

/** Runs a call as soon as there is a place for it. */
export type Places = <Done>(rank: number, work: () => Promise<Done>) => Promise<Done>

/** Creates places for `atOnce` calls at a time. Of the calls that wait, the one with the lowest rank is next, then the oldest. */
export function createPlaces(atOnce: number): Places {
  const waiting: { readonly rank: number; readonly start: () => void }[] = []
  let free = atOnce
  const wait = (rank: number): Promise<void> =>
    new Promise(start => {
      const after = waiting.findIndex(other => other.rank > rank)
      waiting.splice(after === -1 ? waiting.length : after, 0, { rank, start })
    })
  return async (rank, work) => {
    if (free > 0) free--
    else await wait(rank)
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next.start()
    }
  }
}
