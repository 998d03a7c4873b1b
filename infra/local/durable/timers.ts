import type { WireOperation, WireTimestamp } from '@aws/durable-execution-sdk-js'

/** When the service itself moves an operation on, in milliseconds since the epoch; undefined where it waits for nothing. */
export function dueAt(operation: WireOperation): number | undefined {
  if (operation.Type === 'WAIT' && operation.Status === 'STARTED') {
    return millis(operation.WaitDetails?.ScheduledEndTimestamp)
  }
  if (operation.Type === 'STEP' && operation.Status === 'PENDING') {
    return millis(operation.StepDetails?.NextAttemptTimestamp)
  }
  return undefined
}

/** The operation after its time has come: a wait is over, a step may be tried again. */
export function movedOn(operation: WireOperation): WireOperation {
  if (operation.Type === 'WAIT') {
    return { ...operation, Status: 'SUCCEEDED', EndTimestamp: operation.WaitDetails?.ScheduledEndTimestamp }
  }
  const { NextAttemptTimestamp: _over, ...details } = operation.StepDetails ?? {}
  return { ...operation, Status: 'READY', StepDetails: details }
}

const millis = (timestamp: WireTimestamp | undefined): number | undefined =>
  timestamp === undefined ? undefined : new Date(timestamp).getTime()
