import {
  type DurableExecutionClient,
  DurableExecutionClientError,
  DurableExecutionClientErrorScope,
  type OperationUpdate,
  type WireOperation,
} from '@aws/durable-execution-sdk-js'
import { type Counters, checkUpdates, type Execution, moveOn } from './execution.ts'
import type { Quotas } from './quotas.ts'
import type { ExecutionStore } from './store.ts'

/** The maximum number of operations in a page of the execution state, as in the service. */
export const PAGE_SIZE = 1_000

export type Invocation = {
  readonly name: string
  readonly arn: string
  /** The number of the invocation. Tokens of earlier ones are rejected. */
  readonly number: number
  /** The operations at the start of the invocation. */
  readonly history: readonly WireOperation[]
  /** Returns false when the invocation has timed out. */
  readonly current: () => boolean
  /** Receives the error of a checkpoint that fails the whole execution. */
  readonly onRefusal: (error: Error) => void
}

type Options = {
  readonly store: ExecutionStore
  readonly quotas: Quotas
  readonly now: () => number
  readonly onCheckpoint: (counters: Counters) => void
  readonly pageSize: number
}

/** Returns the token of an invocation after a number of checkpoints. */
export function tokenOf(invocation: Pick<Invocation, 'number'>, checkpoint: number): string {
  return `${invocation.number}.${checkpoint}`
}

/** Returns the first page of the history, which is part of the invocation. */
export function firstPage(history: readonly WireOperation[], size: number) {
  return page(history, 0, size)
}

/** Creates the client that the SDK of one invocation uses in place of the service. */
export function createClient(invocation: Invocation, options: Options): DurableExecutionClient {
  const { name } = invocation
  let checkpoints = 0
  let working: Promise<unknown> = Promise.resolve()

  const authorise = (arn: string | undefined, token: string | undefined): void => {
    if (arn !== invocation.arn) throw lost(`Execution ${arn} does not belong to this invocation.`)
    if (invocation.current() && token === tokenOf(invocation, checkpoints)) return
    throw lost(`The checkpoint token ${token} is out of date because of another invocation or checkpoint.`)
  }

  const refuseBadUpdates = (execution: Execution, updates: OperationUpdate[], at: number): void => {
    try {
      checkUpdates(execution, updates, options.quotas, at)
    } catch (error) {
      if (error instanceof Error) invocation.onRefusal(error)
      throw error
    }
  }

  const checkpoint: DurableExecutionClient['checkpoint'] = async request => {
    const execution = await options.store.find(name)
    if (!execution) throw lost(`Execution ${name} not found.`)
    if (execution.outcome) throw lost(`Execution ${name} has ended as ${execution.outcome.status}.`)
    // No await between this check and the record, so that a stale invocation can't write.
    authorise(request.DurableExecutionArn, request.CheckpointToken)
    const at = options.now()
    const changed = new Set(moveOn(execution, at).map(operation => operation.Id))
    const updates = request.Updates ?? []
    if (updates.length > 0) {
      refuseBadUpdates(execution, updates, at)
      const after = await options.store.record(name, { type: 'checkpoint', at, updates })
      options.onCheckpoint(after.counters)
    }
    for (const update of updates) changed.add(update.Id)
    checkpoints += 1
    const Operations = [...execution.operations.values()].filter(operation => changed.has(operation.Id))
    return { CheckpointToken: tokenOf(invocation, checkpoints), NewExecutionState: { Operations } }
  }

  return {
    checkpoint: request => {
      // Sequential, because each checkpoint changes the valid token.
      const done = working.then(() => checkpoint(request))
      working = done.catch(() => undefined)
      return done
    },
    getExecutionState: async request => {
      authorise(request.DurableExecutionArn, request.CheckpointToken)
      return page(
        invocation.history,
        Number(request.Marker ?? 0),
        Math.min(request.MaxItems ?? PAGE_SIZE, options.pageSize),
      )
    },
  }
}

function page(history: readonly WireOperation[], from: number, size: number) {
  const Operations = history.slice(from, from + size)
  return from + size < history.length ? { Operations, NextMarker: String(from + size) } : { Operations }
}

/** Creates an error that ends only the invocation. The execution continues with the next one. */
const lost = (message: string): Error =>
  new DurableExecutionClientError(message, { scope: DurableExecutionClientErrorScope.INVOCATION })
