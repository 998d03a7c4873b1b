import { setTimeout as wait } from 'node:timers/promises'

/** Source of time, replaceable in tests. */
export type Clock = {
  /** Returns the current time (epoch ms). */
  readonly now: () => number
  /** Resolves after these milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>
}

/** Clock of the process. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async milliseconds => {
    await wait(milliseconds)
  },
}
