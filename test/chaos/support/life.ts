/** What an import does to the world outside: it asks the platform, or it stores something. */
export type Edge = 'request' | 'write'

/** The moment at which a process is gone: at its n-th request or write, counted from 1, before or after that had its effect. */
export type Death = { readonly edge: Edge; readonly at: number; readonly when: 'before' | 'after' }

/** One life of a process. */
export type Life = {
  /** Does something outside, unless the process is dead by then: the dead do nothing and hear nothing. */
  readonly pass: <T>(edge: Edge | 'read', work: () => Promise<T>) => Promise<T>
  readonly died: Promise<'died'>
  readonly isDead: () => boolean
  readonly counts: Readonly<Record<Edge, number>>
}

export const createLife = (death?: Death): Life => {
  const counts = { request: 0, write: 0 }
  const { promise: died, resolve } = Promise.withResolvers<'died'>()
  const never = new Promise<never>(() => {})
  let dead = false
  const kill = (): void => {
    dead = true
    resolve('died')
  }
  return {
    died,
    isDead: () => dead,
    counts,
    pass: async (edge, work) => {
      if (dead) return never
      if (edge !== 'read') counts[edge] += 1
      const isLast = edge !== 'read' && death?.edge === edge && death.at === counts[edge]
      if (isLast && death.when === 'before') kill()
      const [result] = await Promise.allSettled([dead ? never : work()])
      if (isLast) kill()
      if (dead) return never
      if (result.status === 'rejected') throw result.reason
      return result.value
    },
  }
}
