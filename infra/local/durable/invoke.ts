import {
  type DurableExecutionClient,
  type DurableExecutionInvocationInput,
  DurableExecutionInvocationInputWithClient,
  type DurableExecutionInvocationOutput,
} from '@aws/durable-execution-sdk-js'
import type { Context } from 'aws-lambda'

/**
 * A function made by `middy(...)` in its durable execution mode or by `withDurableExecution`. It receives the event of
 * the service and a Lambda context, although its type has those of the handler inside.
 */
export type DurableFunction = (event: never, context: never) => unknown

type Invocation = {
  readonly handler: DurableFunction
  readonly input: DurableExecutionInvocationInput
  readonly client: DurableExecutionClient
  readonly context: Context
  /** Rejects when the service ends the execution while the handler runs. */
  readonly refused: Promise<never>
  /** The timeout of the invocation in milliseconds. */
  readonly invocationMs: number
}

/** The error for a handler that is not a durable function. Repeating the invocation would not help. */
export class NotDurable extends Error {
  override readonly name = 'NotDurable'
}

/**
 * Invokes a durable function once.
 * @throws NotDurable when the function returns no durable output
 * @throws Error when the function throws or times out
 */
export async function invoke(invocation: Invocation): Promise<DurableExecutionInvocationOutput> {
  const handler = invocation.handler as (event: unknown, context: Context) => unknown
  const event = new DurableExecutionInvocationInputWithClient(invocation.input, invocation.client)
  const { promise: timedOut, reject } = Promise.withResolvers<never>()
  const seconds = (invocation.invocationMs / 1000).toFixed(2)
  const timer = setTimeout(() => reject(new Error(`Task timed out after ${seconds} seconds`)), invocation.invocationMs)
  try {
    const output = await Promise.race([handler(event, invocation.context), timedOut, invocation.refused])
    if (isOutput(output)) return output
    throw new NotDurable(
      'The handler is not a durable function; wrap it with executionModeDurableContext of @middy/core.',
    )
  } finally {
    clearTimeout(timer)
  }
}

const isOutput = (output: unknown): output is DurableExecutionInvocationOutput =>
  typeof output === 'object' && output !== null && 'Status' in output
