import { setTimeout as wait } from 'node:timers/promises'

/** Time as the client sees it; tests pass one of their own. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Resolves after that many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async milliseconds => {
    await wait(milliseconds)
  },
}
