import {
  DurableExecutionClientErrorScope,
  type DurableExecutionInvocationOutput,
  type InvocationStatus,
  isDurableExecutionClientError,
} from '@aws/durable-execution-sdk-js'
import { createClient, firstPage, tokenOf } from './client.ts'
import { type Execution, moveOn, nextDue } from './execution.ts'
import { visibleOperations } from './history.ts'
import { invoke } from './invoke.ts'
import type { Outcome } from './journal.ts'
import { createLambdaContext } from './lambda-context.ts'
import type { EngineSettings } from './options.ts'
import { enforceQuota, utf8Bytes } from './quotas.ts'
import type { ExecutionStore } from './store.ts'

/** The number of invocations in a row that may fail without a checkpoint. */
const ATTEMPTS = 3

/**
 * Invokes the function repeatedly until the execution has ended, and stores the outcome.
 * @throws Error when three invocations in a row fail without progress; the execution can be continued
 */
export async function drive(name: string, settings: EngineSettings, store: ExecutionStore): Promise<Outcome> {
  let failures = 0
  for (;;) {
    const before = await known(name, store)
    if (before.outcome) return before.outcome
    try {
      const output = await invokeOnce(name, before, settings, store)
      const at = settings.now()
      if (output.Status !== 'PENDING') {
        await store.record(name, { type: 'finished', at, outcome: outcomeOf(output, settings) })
        continue
      }
      failures = 0
      await settings.sleep(Math.max(0, wakeUp(await known(name, store)) - at))
    } catch (cause) {
      if (isRefusal(cause)) {
        await store.record(name, { type: 'finished', at: settings.now(), outcome: failed(cause.message) })
        continue
      }
      const progressed = (await known(name, store)).counters.checkpoints > before.counters.checkpoints
      failures = progressed ? 1 : failures + 1
      const reason = cause instanceof Error ? cause.message : String(cause)
      if (failures === ATTEMPTS) {
        throw new Error(`Execution ${name}: ${ATTEMPTS} invocations in a row failed, the last one with: ${reason}`, {
          cause,
        })
      }
      await settings.sleep(1000 * 2 ** (failures - 1))
    }
  }
}

async function known(name: string, store: ExecutionStore): Promise<Execution> {
  const execution = await store.find(name)
  if (!execution) throw new Error(`Execution ${name} not found; start it first.`)
  return execution
}

async function invokeOnce(name: string, before: Execution, settings: EngineSettings, store: ExecutionStore) {
  const at = settings.now()
  const number = before.counters.invocations + 1
  const execution = await store.record(name, { type: 'invoked', at })
  moveOn(execution, at)
  const { arn } = execution
  const history = visibleOperations(execution.operations)
  let current = true
  // The SDK never returns when the checkpoint of a large result is rejected, so the engine does not wait for it.
  const { promise: refused, reject: onRefusal } = Promise.withResolvers<never>()
  refused.catch(() => undefined)
  const client = createClient({ name, arn, number, history, current: () => current, onRefusal }, { ...settings, store })
  const context = createLambdaContext({
    functionName: settings.functionName,
    invokedFunctionArn: arn.slice(0, arn.indexOf('/')),
    awsRequestId: settings.uuid(),
    deadline: at + settings.invocationMs,
    now: settings.now,
  })
  const input = {
    DurableExecutionArn: arn,
    CheckpointToken: tokenOf({ number }, 0),
    InitialExecutionState: firstPage(history, settings.pageSize),
  }
  try {
    const { handler, invocationMs } = settings
    return await invoke({ handler, input, client, context, refused, invocationMs })
  } finally {
    // A timed-out handler can't be stopped in this process, but its writes are rejected.
    current = false
  }
}

type Ended = Exclude<DurableExecutionInvocationOutput, { Status: InvocationStatus.PENDING }>

function outcomeOf(output: Ended, { quotas }: EngineSettings): Outcome {
  enforceQuota(quotas, 'responseBytes', utf8Bytes(JSON.stringify(output)), 'The result of the handler')
  if ('Error' in output) return { status: 'FAILED', error: output.Error }
  return output.Result === undefined ? { status: 'SUCCEEDED' } : { status: 'SUCCEEDED', result: output.Result }
}

const isRefusal = (error: unknown): error is Error =>
  isDurableExecutionClientError(error) && error.scope === DurableExecutionClientErrorScope.EXECUTION

const failed = (ErrorMessage: string): Outcome => ({
  status: 'FAILED',
  error: { ErrorType: 'DurableExecutionClientError', ErrorMessage },
})

function wakeUp(execution: Execution): number {
  const ready = [...execution.operations.values()].some(operation => operation.Status === 'READY')
  const due = ready ? 0 : nextDue(execution)
  if (due === undefined) throw new Error('The function is suspended, but no wait or retry is scheduled.')
  return due
}
