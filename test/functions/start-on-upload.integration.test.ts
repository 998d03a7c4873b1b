import { expect, onTestFinished, test } from 'vitest'
import { createHandler } from '../../functions/start-on-upload.ts'
import { objectCreated } from '../../infra/local/aws/events.ts'
import { type AsyncInvocation, startLambda } from '../../infra/local/aws/lambda.ts'
import { lambdaContext } from './support.ts'

const FUNCTION = 'run-import:durable'
const context = lambdaContext('start-on-upload')

/** Creates the function with a Lambda service that records the invocations. */
const setUp = async (onInvoke: (invocation: AsyncInvocation) => void = () => {}) => {
  const lambda = await startLambda()
  onTestFinished(() => lambda.close())
  const invocations: AsyncInvocation[] = []
  lambda.register(FUNCTION, async invocation => {
    onInvoke(invocation)
    invocations.push(invocation)
    return { arn: 'arn:execution' }
  })
  const local = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }
  Object.assign(process.env, { ...local, AWS_ENDPOINT_URL_LAMBDA: lambda.url, AWS_MAX_ATTEMPTS: '1' })
  return { handler: createHandler({ IMPORT_FUNCTION: FUNCTION, LOG_LEVEL: 'SILENT' }), invocations }
}

const event = (key: string, versionId?: string) =>
  objectCreated(
    { bucket: 'documents', key, size: 1, eTag: '"abc"', ...(versionId !== undefined && { versionId }) },
    { now: () => 1_900_000_000_000, uuid: () => crypto.randomUUID(), region: 'us-east-1' },
  )

test('an uploaded document starts an import of its target with a unique id', async () => {
  const { handler, invocations } = await setUp()
  const started = await handler(event('documents/org/con/v1/my api.yaml', 'ver-1'), context)
  const importId = 'importId' in started ? started.importId : ''
  expect(importId).toMatch(/^imp-[0-9a-f]{32}$/)
  expect(invocations).toEqual([
    {
      name: importId,
      payload: {
        importId,
        target: { organisationId: 'org', connectorId: 'con', version: 'v1' },
        source: { bucket: 'documents', key: 'documents/org/con/v1/my api.yaml', versionId: 'ver-1', etag: 'abc' },
        caller: '000000000000',
      },
    },
  ])
})

test('the same event starts the same import', async () => {
  const { handler, invocations } = await setUp()
  const first = await handler(event('documents/org/con/v1/api.yaml'), context)
  const second = await handler(event('documents/org/con/v1/api.yaml'), context)
  expect(second).toEqual(first)
  expect(invocations[1]).toEqual(invocations[0])
})

test('an import that is already running is not an error', async () => {
  const { handler } = await setUp(() => {
    throw Object.assign(new Error('taken'), { name: 'DurableExecutionAlreadyStartedException' })
  })
  expect(await handler(event('documents/org/con/v1/api.yaml'), context)).toHaveProperty('importId')
})

test('any other failure is thrown, so that the event is delivered again', async () => {
  const { handler } = await setUp(() => {
    throw new Error('quota')
  })
  await expect(handler(event('documents/org/con/v1/api.yaml'), context)).rejects.toThrow('quota')
})

const passedOver = [
  'documents/org/con/v1/import.json',
  'documents/org/con/v1/fetched/api.json',
  'documents/org/con/v1/',
  'documents/org/con/api.yaml',
  'imports/imp-1/report.json',
]

test.each(passedOver)('%s is ignored', async key => {
  const { handler, invocations } = await setUp()
  expect(await handler(event(key), context)).toEqual({ ignored: key })
  expect(invocations).toEqual([])
})

test('an error names the missing setting', async () => {
  const handler = createHandler({})
  await expect(handler(event('documents/org/con/v1/api.yaml'), context)).rejects.toThrow('IMPORT_FUNCTION is required')
})
