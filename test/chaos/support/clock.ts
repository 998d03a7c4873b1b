import { setTimeout as delay } from 'node:timers/promises'

/** Time that passes by itself and, at once, by whatever is slept through. */
export const createClock = () => {
  let ahead = 0
  return {
    now: (): number => Date.now() + ahead,
    sleep: async (milliseconds: number): Promise<void> => {
      ahead += milliseconds
      await delay(1)
    },
  }
}
export type TestClock = ReturnType<typeof createClock>
