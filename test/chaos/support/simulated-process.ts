/** An effect of an import outside its process: a request to the platform, or a write to the storage. */
export type Effect = 'request' | 'write'

/** The moment at which a process is killed: before or after its n-th request or write, counted from 1. */
export type Crash = { readonly effect: Effect; readonly at: number; readonly when: 'before' | 'after' }

export type SimulatedProcess = {
  /** Runs `work`. Never resolves once the process is killed, and starts nothing afterwards. */
  readonly perform: <T>(effect: Effect | 'read', work: () => Promise<T>) => Promise<T>
  readonly crashed: Promise<'crashed'>
  readonly hasCrashed: () => boolean
  readonly counts: Readonly<Record<Effect, number>>
}

/** Simulates a process that is killed at a given moment, or never. */
export function simulateProcess(crash?: Crash): SimulatedProcess {
  const counts = { request: 0, write: 0 }
  const { promise: crashed, resolve } = Promise.withResolvers<'crashed'>()
  const never = new Promise<never>(() => {})
  let killed = false
  const kill = (): void => {
    killed = true
    resolve('crashed')
  }
  return {
    crashed,
    hasCrashed: () => killed,
    counts,
    perform: async (effect, work) => {
      if (killed) return never
      if (effect !== 'read') counts[effect] += 1
      const isLast = effect !== 'read' && crash?.effect === effect && crash.at === counts[effect]
      if (isLast && crash.when === 'before') kill()
      const [result] = await Promise.allSettled([killed ? never : work()])
      if (isLast) kill()
      if (killed) return never
      if (result.status === 'rejected') throw result.reason
      return result.value
    },
  }
}
