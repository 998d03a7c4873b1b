import type { OperationUpdate, WireOperation } from '@aws/durable-execution-sdk-js'
import type { JournalEntry, Outcome } from './journal.ts'
import type { ExecutionStatus } from './listeners.ts'
import { applyUpdate, labelOf } from './operation.ts'
import { enforceQuota, type Quotas, refusal, utf8Bytes } from './quotas.ts'
import { dueAt, movedOn } from './timers.ts'

/** Usage of an execution, to compare with its quotas. */
export type Counters = {
  readonly operations: number
  readonly bytes: number
  readonly invocations: number
  readonly checkpoints: number
}

/** A durable execution. `replayEntry` copies it, but changes its operations in place. */
export type Execution = {
  readonly arn: string
  readonly payload: string
  /** By id, in the order of their start; the execution itself is the first. */
  readonly operations: Map<string, WireOperation>
  readonly counters: Counters
  /** The first invocation, or until then the start request, in milliseconds since the epoch. */
  readonly startedAt: number
  readonly outcome?: Outcome
  /** In milliseconds since the epoch. */
  readonly endedAt?: number
  /** The last status that the listener received. */
  readonly announced?: ExecutionStatus
  /** True when the event waited too long for its first invocation. Its name is free again. */
  readonly discarded?: true
}

/** Builds an execution from its journal; undefined for an empty journal. */
export function replayJournal(entries: readonly JournalEntry[]): Execution | undefined {
  return entries.reduce<Execution | undefined>(replayEntry, undefined)
}

/** Applies one journal entry to an execution. */
export function replayEntry(execution: Execution | undefined, entry: JournalEntry): Execution {
  if (entry.type === 'started') return started(entry)
  if (!execution) throw new Error(`The first entry of a journal must be "started", got "${entry.type}".`)
  const { counters } = execution
  switch (entry.type) {
    case 'invoked':
      return {
        ...execution,
        startedAt: counters.invocations === 0 ? entry.at : execution.startedAt,
        counters: { ...counters, invocations: counters.invocations + 1 },
      }
    case 'finished':
      return { ...execution, outcome: entry.outcome, endedAt: entry.at }
    case 'announced':
      return { ...execution, announced: entry.status }
    case 'discarded':
      return { ...execution, discarded: true }
    case 'checkpoint': {
      const { operations, bytes } = consumption(execution, entry.updates)
      for (const update of entry.updates) {
        const after = applyUpdate(execution.operations.get(String(update.Id)), update, entry.at)
        execution.operations.set(String(update.Id), after)
      }
      return { ...execution, counters: { ...counters, operations, bytes, checkpoints: counters.checkpoints + 1 } }
    }
  }
}

function started(entry: JournalEntry & { type: 'started' }): Execution {
  const operation: WireOperation = {
    Id: 'execution',
    Type: 'EXECUTION',
    StartTimestamp: new Date(entry.at).toISOString(),
    Status: 'STARTED',
    ExecutionDetails: { InputPayload: entry.payload },
  }
  return {
    arn: entry.arn,
    payload: entry.payload,
    operations: new Map([['execution', operation]]),
    startedAt: entry.at,
    counters: { operations: 1, bytes: utf8Bytes(entry.payload), invocations: 0, checkpoints: 0 },
  }
}

/** Advances every operation that is due. @returns the advanced operations */
export function moveOn(execution: Execution, now: number): WireOperation[] {
  const due = [...execution.operations].filter(([, operation]) => (dueAt(operation) ?? Number.POSITIVE_INFINITY) <= now)
  return due.map(([id, operation]) => {
    const after = movedOn(operation)
    execution.operations.set(id, after)
    return after
  })
}

/** Returns when the next wait or retry is due, in milliseconds since the epoch; undefined when none is scheduled. */
export function nextDue(execution: Execution): number | undefined {
  const times = [...execution.operations.values()].map(dueAt).filter(time => time !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}

/** Checks a checkpoint before it is stored. @throws DurableExecutionClientError when the service would reject it */
export function checkUpdates(
  execution: Execution,
  updates: readonly OperationUpdate[],
  quotas: Quotas,
  at: number,
): void {
  const trial = new Map<string, WireOperation>()
  const find = (id: string): WireOperation | undefined => trial.get(id) ?? execution.operations.get(id)
  for (const update of updates) {
    if (update.Type === 'EXECUTION') {
      enforceQuota(quotas, 'responseBytes', utf8Bytes(update.Payload ?? ''), 'The result of the execution')
    }
    for (const part of [update.Payload, update.Error && JSON.stringify(update.Error)]) {
      enforceQuota(quotas, 'payloadBytes', utf8Bytes(part ?? ''), `The data of ${labelOf(update)}`)
    }
    if (update.ParentId !== undefined && !find(update.ParentId)) {
      throw refusal(`${labelOf(update)} has a parent that has not started.`)
    }
    trial.set(String(update.Id), applyUpdate(find(String(update.Id)), update, at))
  }
  const after = consumption(execution, updates)
  enforceQuota(quotas, 'operations', after.operations, 'The number of durable operations of this execution')
  enforceQuota(quotas, 'checkpointBytes', after.bytes, 'The checkpoint data of this execution')
}

/** Adds the operations and bytes of updates to those of an execution. A retry counts as an operation, as in the service. */
function consumption(execution: Execution, updates: readonly OperationUpdate[]): { operations: number; bytes: number } {
  const fresh = new Set(updates.map(update => String(update.Id)).filter(id => !execution.operations.has(id)))
  const retries = updates.filter(update => update.Action === 'RETRY').length
  return {
    operations: execution.counters.operations + fresh.size + retries,
    bytes: execution.counters.bytes + updates.reduce((sum, update) => sum + utf8Bytes(JSON.stringify(update)), 0),
  }
}
