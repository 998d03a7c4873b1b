import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type AsyncInvocation, type OnCall, type OnInvoke, startLambda } from '../../../../infra/local/aws/lambda.ts'
import { clientOptions, forThisTest } from './support.ts'

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:run-import:durable/durable-execution/import-1/1'

async function testLambda(onInvoke?: OnInvoke) {
  const taken: AsyncInvocation[] = []
  const take: OnInvoke = async invocation => {
    taken.push(invocation)
    return { arn: ARN }
  }
  const lambda = await forThisTest(startLambda())
  lambda.register('run-import:durable', onInvoke ?? take)
  const client = new LambdaClient(clientOptions(lambda.url))
  onTestFinished(() => client.destroy())
  const invoke = (input: Partial<InvokeCommandInput>) =>
    client.send(
      new InvokeCommand({
        FunctionName: 'run-import:durable',
        InvocationType: 'Event',
        Payload: '{"key":"ä"}',
        ...input,
      }),
    )
  return { invoke, taken }
}

test.each([
  { FunctionName: 'run-import:durable' },
  { FunctionName: 'run-import', Qualifier: 'durable' },
  { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:run-import:durable' },
  { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:run-import', Qualifier: 'durable' },
])('hands on the name and payload for %j and answers the ARN', async target => {
  const { invoke, taken } = await testLambda()
  const answer = await invoke({ ...target, DurableExecutionName: 'import-1' })
  expect(answer).toMatchObject({ StatusCode: 202, DurableExecutionArn: ARN })
  expect(taken).toEqual([{ name: 'import-1', payload: { key: 'ä' } }])
})

test('an invocation may have no name and no payload', async () => {
  const { invoke, taken } = await testLambda()
  await invoke({ Payload: '' })
  expect(taken).toEqual([{ name: undefined, payload: {} }])
})

const refuse = (name: string) => async () => Promise.reject(Object.assign(new Error('taken'), { name }))

test.each([
  { input: { FunctionName: 'nobody' }, want: { name: 'ResourceNotFoundException', status: 404 } },
  {
    input: { Qualifier: undefined, FunctionName: 'run-import' },
    want: { name: 'ResourceNotFoundException', status: 404 },
  },
  {
    input: { InvocationType: 'RequestResponse' as const },
    want: { name: 'InvalidParameterValueException', status: 400 },
  },
  { input: { Payload: '{' }, want: { name: 'InvalidRequestContentException', status: 400 } },
  {
    input: {},
    onInvoke: refuse('DurableExecutionAlreadyStartedException'),
    want: { name: 'DurableExecutionAlreadyStartedException', status: 409 },
  },
  { input: {}, onInvoke: refuse('Error'), want: { name: 'InvalidParameterValueException', status: 400 } },
])('refuses with $want.name', async ({ input, onInvoke, want }) => {
  const { invoke } = await testLambda(onInvoke)
  const { name, status } = want
  await expect(invoke(input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status, attempts: 1 } })
})

describe('a synchronous invocation', () => {
  const testCall = async (onCall: OnCall) => {
    const lambda = await forThisTest(startLambda())
    lambda.registerCall('check', onCall)
    const client = new LambdaClient(clientOptions(lambda.url))
    onTestFinished(() => client.destroy())
    return (input: Partial<InvokeCommandInput> = {}) =>
      client.send(new InvokeCommand({ FunctionName: 'check', Payload: '{"key":"ä"}', ...input }))
  }

  test('returns the result of the function', async () => {
    const invoke = await testCall(async payload => ({ payload }))
    const { StatusCode, FunctionError, Payload } = await invoke()
    expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: undefined })
    expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({ payload: { key: 'ä' } })
  })

  test('returns the error of the function', async () => {
    const invoke = await testCall(async () => Promise.reject(new TypeError('broken')))
    const { FunctionError, Payload } = await invoke()
    expect(FunctionError).toBe('Unhandled')
    expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({ errorType: 'TypeError', errorMessage: 'broken' })
  })

  test('is the only type of invocation of the function', async () => {
    const invoke = await testCall(async () => undefined)
    await expect(invoke({ InvocationType: 'Event' })).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
  })
})

test('close does not wait for a pending invocation', async () => {
  const lambda = await startLambda()
  const reached = Promise.withResolvers<void>()
  lambda.register('hangs', () => {
    reached.resolve()
    return new Promise(() => undefined)
  })
  const headers = { 'x-amz-invocation-type': 'Event' }
  const answer = fetch(`${lambda.url}/2015-03-31/functions/hangs/invocations`, { method: 'POST', headers })
  const dropped = expect(answer).rejects.toThrow('fetch failed')
  await reached.promise
  await lambda.close()
  await dropped
})
