/** Milliseconds of one task over all rounds. */
export type Times = { readonly best: number; readonly median: number }

/** Runs the tasks by turns, so that whatever slows the machine down slows all of them. */
export const runRounds = (tasks: readonly (() => unknown)[], rounds: number, warmUps: number): Times[] => {
  const times = tasks.map((): number[] => [])
  for (let round = -warmUps; round < rounds; round++) {
    for (const [i, task] of tasks.entries()) {
      const start = performance.now()
      task()
      const time = performance.now() - start
      if (round >= 0) times[i]?.push(time)
    }
  }
  return times.map(summarise)
}

const summarise = (times: readonly number[]): Times => {
  const sorted = times.toSorted((a, b) => a - b)
  return { best: sorted[0] ?? Number.NaN, median: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN }
}
