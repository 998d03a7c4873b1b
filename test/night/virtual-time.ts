/** Time of a simulation, which takes none of the real time. */
export type VirtualTime = {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Resolves after these milliseconds, or when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  /** Moves the time from timer to timer until the work is done. @throws Error if it waits for something without a timer */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>
}

type Timer = { readonly at: number; readonly wake: () => void; active: boolean }

/**
 * Makes the timers and the clock of this process virtual. The time moves on once no code is left to run now, so everything
 * in the process has to happen in memory: a request or a file would arrive too late. For a process of its own.
 */
export function installVirtualTime(start: number): VirtualTime {
  const realImmediate = globalThis.setImmediate
  /** By time, the last one first. Timers of one time keep their order. */
  const timers: Timer[] = []
  let time = start
  let immediates = 0

  const add = (milliseconds: number, wake: () => void): Timer => {
    const timer = { at: time + Math.max(1, Math.ceil(milliseconds || 0)), wake, active: true }
    let [low, high] = [0, timers.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((timers[middle]?.at ?? 0) > timer.at) low = middle + 1
      else high = middle
    }
    timers.splice(low, 0, timer)
    return timer
  }
  const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise(resolve => {
      if (signal?.aborted) return resolve()
      const end = (): void => {
        timer.active = false
        signal?.removeEventListener('abort', end)
        resolve()
      }
      const timer = add(milliseconds, end)
      signal?.addEventListener('abort', end)
    })

  const RealDate = globalThis.Date
  class VirtualDate extends RealDate {
    constructor(...given: [] | [number | string | Date]) {
      super(given.length === 0 ? time : given[0])
    }
    static override now(): number {
      return time
    }
  }
  const unreferenced = { ref: () => unreferenced, unref: () => unreferenced }
  Object.assign(globalThis, {
    Date: VirtualDate,
    setTimeout: (wake: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) =>
      Object.assign(
        add(milliseconds, () => wake(...values)),
        unreferenced,
      ),
    clearTimeout: (timer?: Timer) => {
      if (timer !== undefined) timer.active = false
    },
    setImmediate: (wake: (...values: unknown[]) => void, ...values: unknown[]) => {
      immediates += 1
      return realImmediate(() => {
        immediates -= 1
        wake(...values)
      })
    },
  })

  const step = (): boolean => {
    let timer = timers.pop()
    while (timer !== undefined && !timer.active) timer = timers.pop()
    if (timer === undefined) return false
    time = Math.max(time, timer.at)
    timer.active = false
    timer.wake()
    return true
  }

  return {
    now: () => time,
    sleep,
    run: async work => {
      let isDone = false
      const done = work().finally(() => {
        isDone = true
      })
      done.catch(() => undefined)
      while (!isDone) {
        // All promises are settled before the next turn.
        await new Promise<void>(resolve => realImmediate(resolve))
        if (immediates === 0 && !isDone && !step()) throw new Error('The simulation waits for something real.')
      }
      return done
    },
  }
}
