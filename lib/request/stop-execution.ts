import { type LambdaClient, StopDurableExecutionCommand } from '@aws-sdk/client-lambda'

/**
 * Stops a durable execution for good. Its status event then starts `close-import`. Does nothing if the
 * execution is unknown.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-managing-executions.html
 */
export async function stopExecution(client: LambdaClient, executionArn: string): Promise<void> {
  const cause = { ErrorType: 'Cancelled', ErrorMessage: 'The import was cancelled.' }
  try {
    await client.send(new StopDurableExecutionCommand({ DurableExecutionArn: executionArn, Error: cause }))
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return
    throw error
  }
}
