/** Number of finished items at a time (epoch ms). */
export type Sample = { readonly at: number; readonly done: number }

/** Minimum time between two samples, in milliseconds. */
const APART = 250
/** Time over which the rate is measured; longer, up to the next one, if it has fewer items than ENOUGH. */
const WINDOW = 10_000
const LONGEST_WINDOW = 120_000
const ENOUGH = 5
/** Shortest time and fewest items that give a rate. */
const SHORTEST = 2_000
const FEWEST = 3

/** Adds a sample; the newest one is replaced as long as it is close to the one before. */
export function addSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const [before, last] = samples.slice(-2)
  if (last !== undefined && before !== undefined && last.at - before.at < APART)
    return [...samples.slice(0, -1), sample]
  return [...samples.filter(({ at }) => at > sample.at - LONGEST_WINDOW), sample]
}

/** Measures the rate in items per second; undefined if there is too little to measure, or if nothing has finished for long. */
export function rateOf(samples: readonly Sample[], now: number): number | undefined {
  const last = samples.at(-1)
  if (last === undefined) return undefined
  const base =
    samples.findLast(({ at, done }) => at <= now - WINDOW && last.done - done >= ENOUGH) ??
    samples.find(({ done }) => done < last.done)
  if (base === undefined) return undefined
  const [done, elapsed] = [last.done - base.done, now - base.at]
  if (done < FEWEST || elapsed < SHORTEST) return undefined
  // Nothing finished in three times the usual time of an item: the rate has ended.
  if (now - last.at > Math.max(5_000, (3 * elapsed) / done)) return undefined
  return (done / elapsed) * 1000
}
