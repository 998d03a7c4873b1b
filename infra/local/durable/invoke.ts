import {
  type DurableExecutionClient,
  type DurableExecutionInvocationInput,
  DurableExecutionInvocationInputWithClient,
  type DurableExecutionInvocationOutput,
} from '@aws/durable-execution-sdk-js'
import type { Context } from 'aws-lambda'

/**
 * The function that `middy(...)` in its durable execution mode or `withDurableExecution` makes of a handler. Its type
 * still tells the event and context of the handler inside; what it takes is the service's event and a Lambda context.
 */
export type DurableFunction = (event: never, context: never) => unknown

type Call = {
  readonly handler: DurableFunction
  readonly input: DurableExecutionInvocationInput
  readonly client: DurableExecutionClient
  readonly context: Context
  /** Rejects when the service ends the execution while the handler works. */
  readonly refused: Promise<never>
  /** After how many milliseconds the invocation is given up. */
  readonly invocationMs: number
}

/**
 * Invokes a durable function once.
 * @throws Error where the function throws, answers no durable output, or does not answer in time
 */
export async function invoke(call: Call): Promise<DurableExecutionInvocationOutput> {
  const handler = call.handler as (event: unknown, context: Context) => unknown
  const event = new DurableExecutionInvocationInputWithClient(call.input, call.client)
  const { promise: timedOut, reject } = Promise.withResolvers<never>()
  const seconds = (call.invocationMs / 1000).toFixed(2)
  const timer = setTimeout(() => reject(new Error(`Task timed out after ${seconds} seconds`)), call.invocationMs)
  try {
    const output = await Promise.race([handler(event, call.context), timedOut, call.refused])
    if (isOutput(output)) return output
    throw new Error('The handler is no durable function: wrap it with executionModeDurableContext of @middy/core.')
  } finally {
    clearTimeout(timer)
  }
}

const isOutput = (output: unknown): output is DurableExecutionInvocationOutput =>
  typeof output === 'object' && output !== null && 'Status' in output
