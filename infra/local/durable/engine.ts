import type { ErrorObject } from '@aws/durable-execution-sdk-js'
import { drive } from './drive.ts'
import { settle, stopped } from './ending.ts'
import type { Counters, Execution } from './execution.ts'
import type { Outcome } from './journal.ts'
import type { ExecutionStatus } from './listeners.ts'
import { type EngineOptions, withDefaults } from './options.ts'
import { enforceQuota, utf8Bytes } from './quotas.ts'
import { createSlots } from './slots.ts'
import { createAnnouncer } from './status-change.ts'
import { createExecutionStore } from './store.ts'

export type ExecutionResult =
  | { readonly status: 'SUCCEEDED'; readonly result: unknown }
  | { readonly status: 'FAILED' | 'TIMED_OUT' | 'STOPPED'; readonly error: ErrorObject }

export type StartRequest = {
  /** 1 to 64 letters, digits, `-` and `_`. */
  readonly name: string
  /** The event of the handler, a JSON value. */
  readonly payload: unknown
}

export type DurableEngine = {
  /**
   * Stores a new execution, which `run` runs. A second start with the same name and payload does nothing.
   * @throws DurableExecutionAlreadyStarted when the name exists with another payload
   */
  readonly start: (request: StartRequest) => Promise<{ arn: string; alreadyStarted: boolean }>
  /**
   * Runs an execution until it has ended, also one that another process started. An invocation that ends with an error is
   * repeated with back-off until the execution times out.
   * @throws Error when the name is unknown, or its event was discarded
   */
  readonly run: (name: string) => Promise<ExecutionResult>
  /**
   * Ends a running execution as STOPPED. The next checkpoint of its running invocation fails. An execution that has ended
   * does not change.
   * @returns the end of the execution, in milliseconds since the epoch
   * @throws Error when the name is unknown
   */
  readonly stop: (name: string, error?: ErrorObject) => Promise<number>
  readonly status: (name: string) => Promise<ExecutionStatus | undefined>
  /** Returns the result of an execution; undefined while it runs, or when it does not exist. */
  readonly result: (name: string) => Promise<ExecutionResult | undefined>
  /** Returns how much of its quotas an execution has used; undefined when it does not exist. */
  readonly counters: (name: string) => Promise<Counters | undefined>
}

/** The error of the service for a name that exists with another payload. */
class DurableExecutionAlreadyStarted extends Error {
  override readonly name = 'DurableExecutionAlreadyStartedException'
}

/** Creates an engine that runs durable Lambda functions as the AWS service does, with their state in journal files. */
export function createDurableEngine(options: EngineOptions): DurableEngine {
  const settings = withDefaults(options)
  const store = createExecutionStore(settings)
  const announce = createAnnouncer(settings, store)
  const slots = createSlots(settings.concurrency)
  const running = new Map<string, { readonly result: Promise<ExecutionResult>; readonly interrupt: AbortController }>()
  let starting: Promise<unknown> = Promise.resolve()

  const startOnce = async ({ name, payload }: StartRequest) => {
    const input = JSON.stringify(payload) ?? '{}'
    const existing = await find(name)
    if (existing && existing.payload !== input) {
      throw new DurableExecutionAlreadyStarted(`Execution ${name} was started with another payload; use another name.`)
    }
    if (existing) return { arn: existing.arn, alreadyStarted: true }
    enforceQuota(settings.quotas, 'payloadBytes', utf8Bytes(input), `The input of execution ${name}`)
    const { region, functionName, qualifier } = settings
    const target = `arn:aws:lambda:${region}:000000000000:function:${functionName}:${qualifier}`
    const arn = `${target}/durable-execution/${name}/${settings.uuid()}`
    await store.record(name, { type: 'started', at: settings.now(), arn, payload: input })
    return { arn, alreadyStarted: false }
  }

  /** Reads an execution as the service shows it now. */
  const find = async (name: string): Promise<Execution | undefined> => {
    const execution = await settle(validName(name), settings, store)
    if (execution?.outcome) await announce(name)
    return execution
  }
  const runOnce = async (name: string, signal: AbortSignal) =>
    toResult(await drive(validName(name), { settings, store, announce, slots, signal }))

  return {
    start: request => {
      // Sequential, so that two starts with one name create one execution.
      const started = starting.then(() => startOnce(request))
      starting = started.catch(() => undefined)
      return started
    },
    run: name => {
      const inFlight = running.get(name)
      if (inFlight) return inFlight.result
      const interrupt = new AbortController()
      const result = runOnce(name, interrupt.signal).finally(() => running.delete(name))
      running.set(name, { result, interrupt })
      return result
    },
    stop: async (name, error) => {
      if (!(await find(name))) throw new Error(`Execution ${name} not found.`)
      const at = settings.now()
      const { endedAt = at } = await store.record(name, { type: 'finished', at, outcome: stopped(error) })
      running.get(name)?.interrupt.abort()
      await announce(name)
      return endedAt
    },
    status: async name => {
      const execution = await find(name)
      return execution && (execution.outcome?.status ?? 'RUNNING')
    },
    result: async name => {
      const outcome = (await find(name))?.outcome
      return outcome && toResult(outcome)
    },
    counters: async name => (await store.find(validName(name)))?.counters,
  }
}

const toResult = (outcome: Outcome): ExecutionResult => {
  if (outcome.status !== 'SUCCEEDED') return outcome
  return { status: 'SUCCEEDED', result: outcome.result === undefined ? undefined : JSON.parse(outcome.result) }
}

/** Checks a name by the rule of the service, which also keeps the file inside the directory. */
function validName(name: string): string {
  if (/^[a-zA-Z0-9-_]{1,64}$/.test(name)) return name
  throw new Error(`Invalid execution name "${name}": use 1 to 64 letters, digits, "-" and "_".`)
}
