import { createLambdaContext } from '../../infra/local/durable/lambda-context.ts'

/** Context of a Lambda invocation. */
export const lambdaContext = (functionName: string) =>
  createLambdaContext({
    functionName,
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    awsRequestId: '00000000-0000-4000-8000-000000000000',
    deadline: Date.now() + 30_000,
    now: Date.now,
  })
