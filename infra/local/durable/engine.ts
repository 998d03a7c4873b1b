import type { ErrorObject } from '@aws/durable-execution-sdk-js'
import { drive } from './drive.ts'
import type { Counters, Execution } from './execution.ts'
import type { Outcome } from './journal.ts'
import { type EngineOptions, withDefaults } from './options.ts'
import { enforceQuota, utf8Bytes } from './quotas.ts'
import { createExecutionStore } from './store.ts'

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED'
export type ExecutionResult =
  | { readonly status: 'SUCCEEDED'; readonly result: unknown }
  | { readonly status: 'FAILED'; readonly error: ErrorObject }

export type StartRequest = {
  /** 1 to 64 letters, digits, `-` and `_`. */
  readonly name: string
  /** Any JSON value: the event of the handler. */
  readonly payload: unknown
}

export type DurableEngine = {
  /**
   * Stores that an execution is to be made; `run` makes it. The same name and payload start one execution only.
   * @throws DurableExecutionAlreadyStarted where the name is taken with another payload
   */
  readonly start: (request: StartRequest) => Promise<{ arn: string; alreadyStarted: boolean }>
  /**
   * Invokes the function until the execution has ended, also where another process began it.
   * @throws Error where three invocations in a row fail without progress; the execution stays and can be run again
   */
  readonly run: (name: string) => Promise<ExecutionResult>
  readonly status: (name: string) => Promise<ExecutionStatus | undefined>
  /** How the execution ended; undefined while it runs and where there is none. */
  readonly result: (name: string) => Promise<ExecutionResult | undefined>
  /** What the execution has used of its quotas; undefined where there is none. */
  readonly counters: (name: string) => Promise<Counters | undefined>
}

/** The service's answer to a name that is taken. */
class DurableExecutionAlreadyStarted extends Error {
  override readonly name = 'DurableExecutionAlreadyStartedException'
}

/** Runs durable Lambda functions to their end as the AWS service does, with a journal of files as its memory. */
export function createDurableEngine(options: EngineOptions): DurableEngine {
  const settings = withDefaults(options)
  const store = createExecutionStore(settings.directory)
  const running = new Map<string, Promise<ExecutionResult>>()
  let starting: Promise<unknown> = Promise.resolve()

  const startOnce = async ({ name, payload }: StartRequest) => {
    const input = JSON.stringify(payload) ?? '{}'
    const existing = await find(name)
    if (existing && existing.payload !== input) {
      throw new DurableExecutionAlreadyStarted(
        `The execution ${name} was started with another payload: use another name.`,
      )
    }
    if (existing) return { arn: existing.arn, alreadyStarted: true }
    enforceQuota(settings.quotas, 'payloadBytes', utf8Bytes(input), `The input of execution ${name}`)
    const { region, functionName, qualifier } = settings
    const target = `arn:aws:lambda:${region}:000000000000:function:${functionName}:${qualifier}`
    const arn = `${target}/durable-execution/${name}/${settings.uuid()}`
    await store.record(name, { type: 'started', at: settings.now(), arn, payload: input })
    return { arn, alreadyStarted: false }
  }

  const find = async (name: string): Promise<Execution | undefined> => store.find(validName(name))
  const runOnce = async (name: string) => toResult(await drive(validName(name), settings, store))

  return {
    start: request => {
      // One after the other, so that two starts of one name cannot both find it free.
      const started = starting.then(() => startOnce(request))
      starting = started.catch(() => undefined)
      return started
    },
    run: name => {
      const inFlight = running.get(name) ?? runOnce(name).finally(() => running.delete(name))
      running.set(name, inFlight)
      return inFlight
    },
    status: async name => {
      const execution = await find(name)
      return execution && (execution.outcome?.status ?? 'RUNNING')
    },
    result: async name => {
      const outcome = (await find(name))?.outcome
      return outcome && toResult(outcome)
    },
    counters: async name => (await find(name))?.counters,
  }
}

const toResult = (outcome: Outcome): ExecutionResult => {
  if (outcome.status === 'FAILED') return outcome
  return { status: 'SUCCEEDED', result: outcome.result === undefined ? undefined : JSON.parse(outcome.result) }
}

/** The service's own rule; it also keeps the name inside the directory. */
function validName(name: string): string {
  if (/^[a-zA-Z0-9-_]{1,64}$/.test(name)) return name
  throw new Error(`"${name}" cannot name an execution: use 1 to 64 letters, digits, "-" and "_".`)
}
