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

/** The most operations that one page of the execution state holds, as at the service. */
export const PAGE_SIZE = 1_000

export type Invocation = {
  readonly name: string
  readonly arn: string
  /** Names the invocation: a token from an earlier one is refused. */
  readonly number: number
  /** What the handler is told when it starts. */
  readonly history: readonly WireOperation[]
  /** Whether the invocation is still the one that counts: it was not timed out. */
  readonly current: () => boolean
  /** Told of a checkpoint that fails the whole execution. */
  readonly onRefusal: (error: Error) => void
}

type Options = {
  readonly store: ExecutionStore
  readonly quotas: Quotas
  readonly now: () => number
  readonly onCheckpoint: (counters: Counters) => void
  readonly pageSize: number
}

/** The token that an invocation begins with; each checkpoint gives the next one. */
export function tokenOf(invocation: Pick<Invocation, 'number'>, checkpoint: number): string {
  return `${invocation.number}.${checkpoint}`
}

/** The first page of the history, as it goes with the invocation. */
export function firstPage(history: readonly WireOperation[], size: number) {
  return page(history, 0, size)
}

/** What the SDK of one invocation talks to, in place of the service. */
export function createClient(invocation: Invocation, options: Options): DurableExecutionClient {
  const { name } = invocation
  let checkpoints = 0
  let working: Promise<unknown> = Promise.resolve()

  const authorise = (arn: string | undefined, token: string | undefined): void => {
    if (arn !== invocation.arn) throw lost(`There is no execution ${arn} in this invocation.`)
    if (invocation.current() && token === tokenOf(invocation, checkpoints)) return
    throw lost(`The checkpoint token ${token} is out of date: another invocation or checkpoint came in between.`)
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
    if (!execution) throw lost(`The execution ${name} is gone.`)
    // Nothing is awaited between this and the record: what a stale invocation sends cannot slip in.
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
      // One after the other, so that a token is judged by what the checkpoint before it did.
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

/** Ends only the invocation: the execution goes on with the next one. */
const lost = (message: string): Error =>
  new DurableExecutionClientError(message, { scope: DurableExecutionClientErrorScope.INVOCATION })
