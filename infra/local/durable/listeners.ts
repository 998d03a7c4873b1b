import type { Outcome } from './journal.ts'

export type ExecutionStatus = 'RUNNING' | Outcome['status']

/**
 * The detail of the event "Durable Execution Status Change" that the service sends to EventBridge.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-monitoring.html
 */
export type StatusChange = {
  readonly durableExecutionArn: string
  readonly durableExecutionName: string
  readonly functionArn: string
  readonly status: ExecutionStatus
  /** ISO 8601. */
  readonly startTimestamp: string
  /** ISO 8601; absent while the execution runs. */
  readonly endTimestamp?: string
}

/** An asynchronous event that was discarded, as the service sends it to the failure destination of a function. */
export type DiscardedEvent = {
  readonly name: string
  readonly functionArn: string
  readonly payload: unknown
  readonly condition: 'EventAgeExceeded'
}

/** An invocation that ended with an error or timed out. The engine repeats it. */
export type FailedInvocation = {
  readonly name: string
  readonly error: Error
  /** The time until the next invocation, in milliseconds. */
  readonly retryInMs: number
}

/** Callbacks that receive the service's events of executions. */
export type Listeners = {
  /**
   * Receives each status of an execution: RUNNING with the first invocation, and the final one. Awaited before `run` and
   * `stop` return. A status is sent again if the process ends before the listener returns.
   */
  readonly onStatusChange?: (change: StatusChange) => unknown
  /** Receives an event that was discarded because of its age, like the failure destination of a function. */
  readonly onDiscard?: (event: DiscardedEvent) => unknown
  /** Receives the error of each invocation that the engine repeats. */
  readonly onInvocationError?: (failure: FailedInvocation) => void
  /** Receives the name of an execution whose invocation was throttled, and the time until the next attempt. */
  readonly onThrottle?: (throttle: Pick<FailedInvocation, 'name' | 'retryInMs'>) => void
}
