import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { ImportRequest } from './import-request.ts'

/** Starts the durable function that runs imports. The import's id is the execution's name, so it starts once. */
export async function startImport(client: LambdaClient, importFunction: string, request: ImportRequest): Promise<void> {
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
    // The event was delivered before: its import is under way or done.
    if (error instanceof Error && error.name === 'DurableExecutionAlreadyStartedException') return
    throw error
  }
}
