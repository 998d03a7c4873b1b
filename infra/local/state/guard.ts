import { codeOf, describeFault, lostDirectory, StateFault } from './fault.ts'

/** Watches a state directory: the first error of its file system ends all work that needs it. */
export type StateGuard = {
  /** Aborts with a `StateFault` as its reason. */
  readonly fault: AbortSignal
  /** Receives an error of a write; one that is not of the file system is ignored. */
  readonly report: (error: unknown) => void
}

/** Creates the guard of a state directory. */
export function createGuard(directory: string): StateGuard {
  const controller = new AbortController()
  return {
    fault: controller.signal,
    report: error => {
      if (error instanceof StateFault) controller.abort(error)
      // The directory existed when the work began.
      else if (codeOf(error) === 'ENOENT') controller.abort(lostDirectory(directory))
      else if (codeOf(error) !== undefined) controller.abort(describeFault(directory, error))
    },
  }
}

/** Waits for work that needs a state directory. @throws StateFault as soon as the directory can't be used */
export async function unlessFault<T>(fault: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(fault.reason)
  fault.addEventListener('abort', onAbort)
  try {
    if (fault.aborted) onAbort()
    work.catch(() => undefined)
    return await Promise.race([work, promise])
  } catch (error) {
    throw fault.aborted ? fault.reason : error
  } finally {
    fault.removeEventListener('abort', onAbort)
  }
}
