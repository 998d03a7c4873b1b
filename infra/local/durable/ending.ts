import type { ErrorObject } from '@aws/durable-execution-sdk-js'
import type { Execution } from './execution.ts'
import type { Outcome } from './journal.ts'
import type { EngineSettings } from './options.ts'
import type { ExecutionStore } from './store.ts'

/** Returns when an execution times out, in milliseconds since the epoch. The time in the queue does not count. */
export function timesOutAt(execution: Execution, settings: Pick<EngineSettings, 'executionTimeoutMs'>): number {
  return execution.startedAt + settings.executionTimeoutMs
}

/**
 * Reads an execution, and first does what the service does without any invocation: it ends an execution that timed out,
 * and discards an event that waited too long for its first invocation.
 * @returns undefined for an unknown name and for a discarded event
 */
export async function settle(
  name: string,
  settings: EngineSettings,
  store: ExecutionStore,
): Promise<Execution | undefined> {
  const execution = await store.find(name)
  if (!execution || execution.discarded) return undefined
  if (execution.outcome) return execution
  const now = settings.now()
  if (execution.counters.invocations === 0) {
    if (now - execution.startedAt <= settings.eventAgeMs) return execution
    await store.record(name, { type: 'discarded', at: now })
    const { payload } = execution
    const functionArn = functionOf(execution)
    await settings.onDiscard({ name, functionArn, payload: JSON.parse(payload), condition: 'EventAgeExceeded' })
    return undefined
  }
  const end = timesOutAt(execution, settings)
  if (now < end) return execution
  return store.record(name, { type: 'finished', at: end, outcome: timedOut(settings) })
}

/** Returns the outcome of an execution that a caller stopped. The error is the caller's. */
export function stopped(error: ErrorObject | undefined): Outcome {
  return {
    status: 'STOPPED',
    error: error ?? { ErrorType: 'ExecutionStopped', ErrorMessage: 'The execution was stopped.' },
  }
}

const timedOut = ({ executionTimeoutMs }: EngineSettings): Outcome => ({
  status: 'TIMED_OUT',
  error: {
    ErrorType: 'ExecutionTimedOut',
    ErrorMessage: `The execution timed out after ${executionTimeoutMs / 1000} seconds.`,
  },
})

/** Returns the ARN of the function of an execution. */
export function functionOf({ arn }: Pick<Execution, 'arn'>): string {
  return arn.slice(0, arn.indexOf('/'))
}
