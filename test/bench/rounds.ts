import { cpuTime } from './cpu.ts'

/** Milliseconds of CPU of one task over all rounds. */
export type Times = { readonly best: number; readonly median: number }

/** Runs the tasks by turns, so that whatever slows the machine down slows all of them. */
export const runRounds = (tasks: readonly (() => unknown)[], rounds: number, warmUps: number): Times[] => {
  const times = tasks.map((): number[] => [])
  for (let round = -warmUps; round < rounds; round++) {
    for (const [i, task] of tasks.entries()) {
      const start = cpuTime()
      task()
      const time = cpuTime() - start
      if (round >= 0) times[i]?.push(time)
    }
  }
  return times.map(summarise)
}

const summarise = (times: readonly number[]): Times => ({ best: Math.min(...times), median: median(times) })

/** Returns the middle value; not a number if there is none. */
export const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
