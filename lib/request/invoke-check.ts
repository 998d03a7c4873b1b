import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import * as v from 'valibot'
import type { Target } from './target.ts'

const Failure = v.object({ errorMessage: v.string() })

/**
 * Invokes the function that examines a target, and waits for its result: a JSON object with the findings.
 * @throws Error if the function fails or times out
 */
export async function invokeCheck(client: LambdaClient, checkFunction: string, target: Target): Promise<unknown> {
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName: checkFunction, Payload: JSON.stringify(target) }),
  )
  const result: unknown = JSON.parse(Payload?.transformToString() ?? 'null')
  if (FunctionError === undefined) return result
  const reason = v.is(Failure, result) ? result.errorMessage : FunctionError
  throw new Error(`The function ${checkFunction} failed: ${reason}`)
}
