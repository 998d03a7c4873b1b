import { S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createHandler } from '../../../functions/start-on-upload.ts'
import { objectCreated } from '../../../infra/local/aws/events.ts'
import { createPresigner } from '../../../lib/store/presigner.ts'
import { lambdaContext } from '../../functions/support.ts'
import { useApi } from './support/api.ts'
import { member } from './support/event.ts'

const { call, objects, stack, invocations } = useApi()
const as = member('org')
const target = { organisationId: 'org', connectorId: 'con', version: 'v1' }
const file = '{"openapi":"3.1.0"}'
const wanted = { target, filename: 'specs/api.json', size: file.length, contentType: 'application/json' }

type Form = { readonly key: string; readonly url: string; readonly fields: Record<string, string> }
const ask = async (body: object): Promise<Form> => (await call('POST /uploads', { as, body })).body as Form

test('the form uploads the file to its key, and the upload starts its import', async () => {
  const { key, url, fields } = await ask(wanted)
  expect(key).toBe('documents/org/con/v1/specs/api.json')
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([file]))
  expect((await fetch(url, { method: 'POST', body: form })).ok).toBe(true)
  expect(Buffer.from((await objects().read(key)) ?? []).toString()).toBe(file)

  const { etag: eTag = '' } = (await objects().newest(key)) ?? {}
  const ambience = { now: Date.now, uuid: () => crypto.randomUUID(), region: 'us-east-1' }
  const event = objectCreated({ bucket: 'imports', key, size: file.length, eTag }, ambience)
  const start = createHandler({ ...stack().environment, LOG_LEVEL: 'SILENT' })
  const started = await start(event, lambdaContext('start-on-upload'))
  const importId = 'importId' in started ? started.importId : ''
  expect(invocations).toMatchObject([{ payload: { target, source: { key }, importId } }])
})

test('the form is bound to one key, one type, one size and a quarter of an hour', async () => {
  const { key, fields } = await ask(wanted)
  const policy = JSON.parse(Buffer.from(fields.Policy ?? '', 'base64').toString())
  expect(policy.conditions).toEqual(
    expect.arrayContaining([
      { bucket: 'imports' },
      { key },
      { 'Content-Type': 'application/json' },
      ['content-length-range', file.length, file.length],
    ]),
  )
  const left = Date.parse(policy.expiration) - Date.now()
  expect(left).toBeGreaterThan(14 * 60_000)
  expect(left).toBeLessThanOrEqual(15 * 60_000)
})

test('a file over the size limit gets no form', async () => {
  const settings = { MAX_DOCUMENT_BYTES: '18' }
  expect(await call('POST /uploads', { as, body: wanted }, settings)).toMatchObject({
    statusCode: 422,
    body: { errors: [{ pointer: '/size', detail: 'must be at most 18 (MAX_DOCUMENT_BYTES)' }] },
  })
})

test('another organisation gets no form', async () => {
  expect(await call('POST /uploads', { as: member('other'), body: wanted })).toMatchObject({ statusCode: 403 })
})

test('a link is created without a request', async () => {
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const presigner = createPresigner(client, 'imports', () => 0)
  expect(await presigner.download('a/b')).toMatchObject({ expiresAt: '1970-01-01T00:15:00.000Z' })
})
