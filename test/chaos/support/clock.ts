import { setTimeout as delay } from 'node:timers/promises'

/** Creates a clock whose `sleep` returns at once and moves the clock ahead. */
export function createClock() {
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
