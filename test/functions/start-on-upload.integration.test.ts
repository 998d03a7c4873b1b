import { S3Client } from '@aws-sdk/client-s3'
import { expect, onTestFinished, test } from 'vitest'
import { createHandler } from '../../functions/start-on-upload.ts'
import { objectCreated } from '../../infra/local/aws/events.ts'
import { type AsyncInvocation, startLambda } from '../../infra/local/aws/lambda.ts'
import { startStorage } from '../../infra/local/aws/storage.ts'
import { createObjectStore } from '../../lib/store/objects.ts'
import { temporaryDirectory } from '../infra/local/aws/support.ts'
import { local } from '../lib/store/support.ts'
import { lambdaContext } from './support.ts'

const FUNCTION = 'run-import:durable'
const BUCKET = 'documents'
const DOCUMENT = 'openapi: 3.1.0'
const context = lambdaContext('start-on-upload')

/** Creates the function with a Lambda service that records the invocations, and a bucket with these files. */
const setUp = async (
  files: Readonly<Record<string, string>>,
  {
    onInvoke = () => {},
    settings = { QUIET_SECONDS: '0' },
  }: {
    onInvoke?: (invocation: AsyncInvocation) => void
    settings?: Readonly<Record<string, string>>
  } = {},
) => {
  const [lambda, storage] = await Promise.all([startLambda(), startStorage(await temporaryDirectory(), BUCKET)])
  const s3 = new S3Client({ ...local, endpoint: storage.url, forcePathStyle: true })
  onTestFinished(async () => {
    s3.destroy()
    await Promise.all([lambda.close(), storage.close()])
  })
  const store = createObjectStore(s3, BUCKET)
  for (const [key, body] of Object.entries(files)) await store.write(key, body, 'application/octet-stream')
  const invocations: AsyncInvocation[] = []
  lambda.register(FUNCTION, async invocation => {
    onInvoke(invocation)
    invocations.push(invocation)
    return { arn: 'arn:execution' }
  })
  Object.assign(process.env, {
    ...{ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    ...{ AWS_ENDPOINT_URL_LAMBDA: lambda.url, AWS_ENDPOINT_URL_S3: storage.url, AWS_MAX_ATTEMPTS: '1' },
  })
  const environment = { IMPORT_FUNCTION: FUNCTION, LOG_LEVEL: 'SILENT', S3_FORCE_PATH_STYLE: 'true', ...settings }
  return { handler: createHandler(environment), invocations }
}

const event = (key: string, versionId?: string, at = 1_900_000_000_000) =>
  objectCreated(
    { bucket: BUCKET, key, size: 1, eTag: '"abc"', ...(versionId !== undefined && { versionId }) },
    { now: () => at, uuid: () => crypto.randomUUID(), region: 'us-east-1' },
  )

const API = 'documents/org/con/v1/api.yaml'

test('an uploaded document starts an import of its target with a unique id', async () => {
  const { handler, invocations } = await setUp({ 'documents/org/con/v1/my api.yaml': DOCUMENT })
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

test('with a quiet period the uploads of a window start the same import, of the file as it is then', async () => {
  const part = 'documents/org/con/v1/parts/pet.yaml'
  const { handler, invocations } = await setUp({ [API]: DOCUMENT, [part]: 'type: object' }, { settings: {} })
  const first = await handler(event(API, 'ver-1'), context)
  const second = await handler(event(part, 'ver-2', 1_900_000_019_000), context)
  const third = await handler(event(part, 'ver-3', 1_900_000_020_000), context)
  expect(second).toEqual(first)
  expect(third).not.toEqual(first)
  expect(invocations.map(({ payload }) => payload)).toMatchObject([
    { source: { bucket: 'documents', key: API }, window: { end: 1_900_000_020_000, seconds: 20 } },
    { source: { bucket: 'documents', key: API }, window: { end: 1_900_000_020_000, seconds: 20 } },
    { source: { bucket: 'documents', key: API }, window: { end: 1_900_000_040_000, seconds: 20 } },
  ])
  expect(invocations[0]?.payload).not.toHaveProperty('source.etag')
})

test('the same event starts the same import', async () => {
  const { handler, invocations } = await setUp({ [API]: DOCUMENT })
  const first = await handler(event(API), context)
  const second = await handler(event(API), context)
  expect(second).toEqual(first)
  expect(invocations[1]).toEqual(invocations[0])
})

test('an import that is already running is not an error', async () => {
  const onInvoke = () => {
    throw Object.assign(new Error('taken'), { name: 'DurableExecutionAlreadyStartedException' })
  }
  const { handler } = await setUp({ [API]: DOCUMENT }, { onInvoke })
  expect(await handler(event(API), context)).toHaveProperty('importId')
})

test('any other failure is thrown, so that the event is delivered again', async () => {
  const onInvoke = () => {
    throw new Error('quota')
  }
  const { handler } = await setUp({ [API]: DOCUMENT }, { onInvoke })
  await expect(handler(event(API), context)).rejects.toThrow('quota')
})

const passedOver = [
  'documents/org/con/v1/import.json',
  'documents/org/con/v1/fetched/api.json',
  'documents/org/con/v1/',
  'documents/org/con/api.yaml',
  'documents/org/con/v1/deleted.yaml',
  'imports/imp-1/report.json',
]

test.each(passedOver)('%s is ignored', async key => {
  const { handler, invocations } = await setUp({ 'documents/org/con/v1/import.json': '{}' })
  expect(await handler(event(key), context)).toEqual({ ignored: key })
  expect(invocations).toEqual([])
})

test('an error names the missing setting', async () => {
  const handler = createHandler({})
  await expect(handler(event(API), context)).rejects.toThrow('IMPORT_FUNCTION is required')
})
