import {
  DurableExecutionClientErrorScope,
  type DurableExecutionInvocationOutput,
  type InvocationStatus,
  isDurableExecutionClientError,
} from '@aws/durable-execution-sdk-js'
import { createClient, firstPage, tokenOf } from './client.ts'
import { functionOf, settle, timesOutAt } from './ending.ts'
import { type Execution, moveOn, nextDue } from './execution.ts'
import { visibleOperations } from './history.ts'
import { invoke, NotDurable } from './invoke.ts'
import type { Outcome } from './journal.ts'
import { createLambdaContext } from './lambda-context.ts'
import type { EngineSettings } from './options.ts'
import { enforceQuota, utf8Bytes } from './quotas.ts'
import type { Slots } from './slots.ts'
import type { Announcer } from './status-change.ts'
import type { ExecutionStore } from './store.ts'

/** The longest pause before an invocation is repeated, in milliseconds. */
const LONGEST_PAUSE = 300_000

/** Returns the pause after this number of attempts, in milliseconds. */
const pauseAfter = (attempts: number): number => Math.min(1000 * 2 ** (attempts - 1), LONGEST_PAUSE)

type Drive = {
  readonly settings: EngineSettings
  readonly store: ExecutionStore
  readonly announce: Announcer
  readonly slots: Slots
  /** Aborts when the execution is stopped. */
  readonly signal: AbortSignal
}

/**
 * Invokes the function repeatedly until the execution has ended, and stores the outcome. Like the service, it repeats an
 * invocation that ended with an error or was throttled, with back-off, until the execution times out.
 */
export async function drive(name: string, engine: Drive): Promise<Outcome> {
  const { settings, store, announce, slots, signal } = engine
  let failures = 0
  let throttles = 0
  const finish = (outcome: Outcome) => store.record(name, { type: 'finished', at: settings.now(), outcome })
  const pause = async (milliseconds: number): Promise<void> => {
    const left = timesOutAt(await known(name, settings, store), settings) - settings.now()
    await settings.sleep(Math.max(0, Math.min(milliseconds, left)), AbortSignal.any([signal, settings.fault]))
  }
  for (;;) {
    settings.fault.throwIfAborted()
    const before = await known(name, settings, store)
    if (before.outcome) {
      await announce(name, { wait: true })
      return before.outcome
    }
    if (!slots.take()) {
      throttles += 1
      const retryInMs = pauseAfter(throttles)
      settings.onThrottle({ name, retryInMs })
      await pause(retryInMs)
      continue
    }
    throttles = 0
    try {
      const output = await invokeOnce(name, before, engine).finally(slots.free)
      if ((await known(name, settings, store)).outcome) continue
      if (output.Status !== 'PENDING') {
        await finish(outcomeOf(output, settings))
        continue
      }
      failures = 0
      await pause(wakeUp(await known(name, settings, store)) - settings.now())
    } catch (cause) {
      if (cause instanceof NotDurable) throw cause
      settings.fault.throwIfAborted()
      if (isRefusal(cause)) {
        await finish(failed(cause.message))
        continue
      }
      const after = await known(name, settings, store)
      if (after.outcome) continue
      failures = after.counters.checkpoints > before.counters.checkpoints ? 1 : failures + 1
      const retryInMs = pauseAfter(failures)
      const error = cause instanceof Error ? cause : new Error(String(cause))
      settings.onInvocationError({ name, error, retryInMs })
      await pause(retryInMs)
    }
  }
}

async function known(name: string, settings: EngineSettings, store: ExecutionStore): Promise<Execution> {
  const execution = await settle(name, settings, store)
  if (!execution) throw new Error(`Execution ${name} not found; start it first.`)
  return execution
}

async function invokeOnce(name: string, before: Execution, { settings, store, announce, signal }: Drive) {
  const at = settings.now()
  const number = before.counters.invocations + 1
  const execution = await store.record(name, { type: 'invoked', at })
  await announce(name, { wait: true })
  moveOn(execution, at)
  const { arn } = execution
  const history = visibleOperations(execution.operations)
  let current = true
  // The SDK never returns when the checkpoint of a large result is rejected, so the engine does not wait for it.
  const { promise: refused, reject: onRefusal } = Promise.withResolvers<never>()
  refused.catch(() => undefined)
  const end = timesOutAt(execution, settings)
  const isCurrent = () => current && settings.now() < end
  const client = createClient({ name, arn, number, history, current: isCurrent, onRefusal }, { ...settings, store })
  const context = createLambdaContext({
    functionName: settings.functionName,
    invokedFunctionArn: functionOf(execution),
    awsRequestId: settings.uuid(),
    deadline: at + settings.invocationMs,
    now: settings.now,
  })
  const input = {
    DurableExecutionArn: arn,
    CheckpointToken: tokenOf({ number }, 0),
    InitialExecutionState: firstPage(history, settings.pageSize),
  }
  const onStop = () => onRefusal(new Error(`Execution ${name} was stopped.`))
  const onFault = () => onRefusal(settings.fault.reason)
  signal.addEventListener('abort', onStop)
  settings.fault.addEventListener('abort', onFault)
  try {
    if (signal.aborted) onStop()
    const invocationMs = Math.min(settings.invocationMs, end - at)
    return await invoke({ handler: settings.handler, input, client, context, refused, invocationMs })
  } finally {
    signal.removeEventListener('abort', onStop)
    settings.fault.removeEventListener('abort', onFault)
    // A timed-out or stopped handler can't be stopped in this process, but its writes are rejected.
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
