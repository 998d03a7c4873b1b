import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { ImportRequest } from './import-request.ts'

/**
 * Invokes the durable function that runs an import. The import id is the name of the execution, so repeated calls start
 * one import.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-functions.html
 */
export async function invokeImport(
  client: LambdaClient,
  importFunction: string,
  request: ImportRequest,
): Promise<void> {
  try {
    await client.send(
      new InvokeCommand({
        FunctionName: importFunction,
        InvocationType: 'Event',
        DurableExecutionName: request.importId,
        Payload: JSON.stringify(request),
      }),
    )
  } catch (error) {
    // Already started: the event was delivered twice.
    if (error instanceof Error && error.name === 'DurableExecutionAlreadyStartedException') return
    throw error
  }
}
