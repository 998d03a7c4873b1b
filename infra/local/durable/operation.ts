import type { OperationUpdate, WireOperation } from '@aws/durable-execution-sdk-js'
import { refusal } from './quotas.ts'

const FINAL = new Set<WireOperation['Status']>(['SUCCEEDED', 'FAILED', 'CANCELLED', 'STOPPED', 'TIMED_OUT'])

export function isFinal(operation: WireOperation): boolean {
  return FINAL.has(operation.Status)
}

/** Formats an operation for messages: `STEP "read"`, or its id if it has no name. */
export function labelOf(it: { Type: unknown; Name?: string | undefined; Id: string | undefined }): string {
  return `${it.Type} "${it.Name ?? it.Id}"`
}

/**
 * Applies an update to an operation, or starts a new one.
 * @param at milliseconds since the epoch
 * @throws DurableExecutionClientError when the update is invalid for the operation
 */
export function applyUpdate(before: WireOperation | undefined, update: OperationUpdate, at: number): WireOperation {
  if (update.Id === undefined) throw refusal(`An update of type ${update.Type} has no id.`)
  if (before && isFinal(before))
    throw refusal(`${labelOf(update)} is already ${before.Status}; ${update.Action} rejected.`)
  if (!before && update.Action !== 'START')
    throw refusal(`${labelOf(update)} has not started; ${update.Action} rejected.`)
  const started = before ?? start(update, at)
  switch (update.Type) {
    case 'STEP':
      return applyToStep(started, update, at)
    case 'CONTEXT':
      return applyToContext(started, update, at)
    case 'WAIT':
      return applyToWait(started, update, at)
    default:
      throw refusal(`${labelOf(update)}: operations of type ${update.Type} are not supported by the local engine.`)
  }
}

const start = (update: OperationUpdate, at: number): WireOperation => ({
  Id: update.Id,
  ...(update.ParentId === undefined ? {} : { ParentId: update.ParentId }),
  ...(update.Name === undefined ? {} : { Name: update.Name }),
  Type: update.Type,
  ...(update.SubType === undefined ? {} : { SubType: update.SubType }),
  StartTimestamp: iso(at),
  Status: 'STARTED',
})

function applyToStep(step: WireOperation, update: OperationUpdate, at: number): WireOperation {
  const attempt = step.StepDetails?.Attempt ?? 0
  switch (update.Action) {
    case 'START':
      // waitForCondition reads the state of the previous attempt from the result.
      return { ...step, Status: 'STARTED', StepDetails: { ...step.StepDetails, Attempt: attempt } }
    case 'SUCCEED':
      return ended(step, 'SUCCEEDED', at, { StepDetails: { Attempt: attempt, Result: update.Payload } })
    case 'FAIL':
      return ended(step, 'FAILED', at, { StepDetails: { Attempt: attempt, Error: update.Error } })
    case 'RETRY': {
      const next = at + seconds(update.StepOptions?.NextAttemptDelaySeconds, update) * 1000
      const details = { Attempt: attempt + 1, NextAttemptTimestamp: iso(next) }
      return { ...step, Status: 'PENDING', StepDetails: { ...details, Result: update.Payload, Error: update.Error } }
    }
    default:
      throw unknownAction(update)
  }
}

function applyToContext(context: WireOperation, update: OperationUpdate, at: number): WireOperation {
  const ReplayChildren = update.ContextOptions?.ReplayChildren ?? false
  switch (update.Action) {
    case 'START':
      return { ...context, ContextDetails: { ReplayChildren } }
    case 'SUCCEED':
      return ended(context, 'SUCCEEDED', at, { ContextDetails: { ReplayChildren, Result: update.Payload } })
    case 'FAIL':
      return ended(context, 'FAILED', at, { ContextDetails: { ReplayChildren, Error: update.Error } })
    default:
      throw unknownAction(update)
  }
}

function applyToWait(wait: WireOperation, update: OperationUpdate, at: number): WireOperation {
  switch (update.Action) {
    case 'START': {
      const end = at + seconds(update.WaitOptions?.WaitSeconds, update) * 1000
      return { ...wait, WaitDetails: { ScheduledEndTimestamp: iso(end) } }
    }
    case 'CANCEL':
      return ended(wait, 'CANCELLED', at, {})
    default:
      throw unknownAction(update)
  }
}

const ended = (
  operation: WireOperation,
  Status: WireOperation['Status'],
  at: number,
  details: Partial<WireOperation>,
): WireOperation => ({ ...operation, Status, EndTimestamp: iso(at), ...details })

const iso = (at: number): string => new Date(at).toISOString()

function seconds(given: number | undefined, update: OperationUpdate): number {
  // The service accepts whole seconds up to 366 days.
  if (given !== undefined && Number.isInteger(given) && given >= 1 && given <= 31_622_400) return given
  throw refusal(`${labelOf(update)} must have a delay of 1 to 31622400 whole seconds, got ${given}.`)
}

const unknownAction = (update: OperationUpdate): Error =>
  refusal(`${labelOf(update)}: the action ${update.Action} does not exist for this type.`)
