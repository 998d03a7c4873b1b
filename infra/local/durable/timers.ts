import type { WireOperation, WireTimestamp } from '@aws/durable-execution-sdk-js'

/** Returns when a wait or retry is due, in milliseconds since the epoch; undefined for other operations. */
export function dueAt(operation: WireOperation): number | undefined {
  if (operation.Type === 'WAIT' && operation.Status === 'STARTED') {
    return millis(operation.WaitDetails?.ScheduledEndTimestamp)
  }
  if (operation.Type === 'STEP' && operation.Status === 'PENDING') {
    return millis(operation.StepDetails?.NextAttemptTimestamp)
  }
  return undefined
}

/** Advances an operation that is due: a wait succeeds, a step becomes ready for a retry. */
export function movedOn(operation: WireOperation): WireOperation {
  if (operation.Type === 'WAIT') {
    return { ...operation, Status: 'SUCCEEDED', EndTimestamp: operation.WaitDetails?.ScheduledEndTimestamp }
  }
  const { NextAttemptTimestamp: _over, ...details } = operation.StepDetails ?? {}
  return { ...operation, Status: 'READY', StepDetails: details }
}

const millis = (timestamp: WireTimestamp | undefined): number | undefined =>
  timestamp === undefined ? undefined : new Date(timestamp).getTime()
