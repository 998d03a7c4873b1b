import type { Context } from 'aws-lambda'

type Options = {
  readonly functionName: string
  readonly invokedFunctionArn: string
  readonly awsRequestId: string
  /** Latest end of the invocation, in milliseconds since the epoch. */
  readonly deadline: number
  readonly now: () => number
}

/** Creates the context object of a Lambda handler. */
export function createLambdaContext(options: Options): Context {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: options.functionName,
    functionVersion: '1',
    invokedFunctionArn: options.invokedFunctionArn,
    memoryLimitInMB: '1024',
    awsRequestId: options.awsRequestId,
    logGroupName: `/aws/lambda/${options.functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, options.deadline - options.now()),
    done: unsupported,
    fail: unsupported,
    succeed: unsupported,
  }
}

const unsupported = (): never => {
  throw new Error('Lambda supports no callbacks since Node.js 24; return the result, or throw.')
}
