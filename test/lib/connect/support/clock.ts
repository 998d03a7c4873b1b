import type { Clock } from '../../../../lib/connect/pacing/clock.ts'

/** Clock with simulated time: when all callers sleep, the first one to wake up is resumed at once. */
export const createTestClock = (start = Date.parse('2030-01-01T00:00:00Z')) => {
  let time = start
  let scheduled = false
  const sleepers: { readonly at: number; readonly wake: () => void }[] = []
  const slept: number[] = []

  const wakeNext = () => {
    scheduled = false
    sleepers.sort((one, other) => one.at - other.at)
    const next = sleepers.shift()
    if (!next) return
    time = Math.max(time, next.at)
    next.wake()
    schedule()
  }
  const schedule = () => {
    if (scheduled || sleepers.length === 0) return
    scheduled = true
    setImmediate(wakeNext)
  }
  const clock: Clock = {
    now: () => time,
    sleep: milliseconds =>
      new Promise(wake => {
        slept.push(milliseconds)
        sleepers.push({ at: time + milliseconds, wake })
        schedule()
      }),
  }
  return {
    ...clock,
    /** Requested waits in milliseconds, in order. */
    slept,
    advance: (milliseconds: number) => {
      time += milliseconds
    },
  }
}
