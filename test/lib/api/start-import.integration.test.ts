import { beforeAll, expect, test } from 'vitest'
import { startImport } from '../../../lib/api/start-import.ts'
import type { ImportRecord } from '../../../lib/store/records.ts'
import { useApi } from './support/api.ts'
import { member } from './support/event.ts'

const { call, objects, records, invocations } = useApi()
const as = member('org')
const target = { organisationId: 'org', connectorId: 'con', version: 'v1' }
const key = 'documents/org/con/v1/api.json'
const body = { target, source: { key } }

beforeAll(() => objects().write(key, '{"openapi":"3.1.0"}', 'application/json'))

const started = (importId: unknown) => invocations.filter(({ name }) => name === importId)

test('an uploaded document starts its import', async () => {
  const answer = await call('POST /imports', { as, body: { ...body, options: { dryRun: true } } })
  const { importId } = answer.body
  expect(answer).toMatchObject({
    statusCode: 202,
    headers: { location: `/imports/${importId}` },
    body: {
      importId: expect.stringMatching(/^imp-[0-9a-f]{32}$/),
      status: 'queued',
      links: { self: `/imports/${importId}` },
    },
  })
  const { etag } = (await objects().newest(key)) ?? {}
  expect(started(importId).map(({ payload }) => payload)).toEqual([
    { importId, target, source: { bucket: 'imports', key, etag }, options: { dryRun: true } },
  ])
  expect(await records().find(String(importId))).toMatchObject({ target, status: 'queued', done: 0, total: 0 })
})

test('the record and the request have who started the import first, never the token', async () => {
  const options = { ...body, options: { skipDeprecated: true } }
  const { importId } = (await call('POST /imports', { as: member('org', 'ann'), body: options })).body
  await call('POST /imports', { as: member('org', 'bob'), body: options })
  expect(started(importId).map(({ payload }) => payload)).toMatchObject([{ caller: 'ann' }, { caller: 'ann' }])
  expect(await records().find(String(importId))).toMatchObject({ caller: 'ann' })
  expect((await call(`GET /imports/${importId}`, { as })).body).toMatchObject({ caller: 'ann' })
  expect(JSON.stringify(started(importId))).not.toContain('Bearer')
})

test('the same body with another order of properties starts one import', async () => {
  const first = await call('POST /imports', { as, body: { ...body, options: { force: true, dryRun: true } } })
  const second = await call('POST /imports', {
    as,
    body: {
      options: { dryRun: true, force: true },
      source: { key },
      target: Object.fromEntries(Object.entries(target).toReversed()),
    },
  })
  expect(second.body).toEqual(first.body)
  const [one, two] = started(first.body.importId)
  expect(two).toEqual(one)
})

test.for([
  { what: 'another key', change: { headers: { 'Idempotency-Key': 'b' } } },
  { what: 'other options', change: { body: { ...body, options: { force: true } } } },
  { what: 'another version', change: { body: { ...body, target: { ...target, version: 'v2' } } } },
  { what: 'a URL', change: { body: { target, source: { url: 'https://example.com/api.json' } } } },
])('$what starts another import', async ({ change }) => {
  const first = await call('POST /imports', { as, body, headers: { 'Idempotency-Key': 'a' } })
  const second = await call('POST /imports', { as, body, headers: { 'Idempotency-Key': 'a' }, ...change })
  expect(second.body.importId).not.toBe(first.body.importId)
})

test('a newer upload of the same key starts another import', async () => {
  const first = await call('POST /imports', { as, body })
  await objects().write(key, '{"openapi":"3.0.0"}', 'application/json')
  const second = await call('POST /imports', { as, body })
  expect(second.body.importId).not.toBe(first.body.importId)
})

test('a finished import is returned and not started again', async () => {
  const request = { as, body, headers: { 'idempotency-key': 'ended' } }
  const { importId } = (await call('POST /imports', request)).body
  await records().save(String(importId), { status: 'succeeded' })
  expect((await call('POST /imports', request)).body).toMatchObject({ importId, status: 'succeeded' })
  expect(started(importId)).toHaveLength(1)
})

test('after a failed, refused or cancelled import, a repeated request starts another one, once', async () => {
  const request = { as, body, headers: { 'idempotency-key': 'again' } }
  const ids: unknown[] = []
  for (const status of ['failed', 'refused', 'cancelled', 'succeeded'] as const) {
    const { importId } = (await call('POST /imports', request)).body
    expect((await call('POST /imports', request)).body).toMatchObject({ importId, status: 'queued' })
    ids.push(importId)
    await records().save(String(importId), { status })
  }
  const [first] = ids
  expect(ids).toEqual([first, `${first}-2`, `${first}-3`, `${first}-4`])
  expect((await call('POST /imports', request)).body).toMatchObject({ importId: `${first}-4`, status: 'succeeded' })
  for (const importId of ids) {
    const [one, ...others] = started(importId)
    expect(one?.payload).toMatchObject({ importId })
    expect(others).toEqual([one])
  }
})

test('two repeated requests at once start the same import', async () => {
  const request = { as, body, headers: { 'idempotency-key': 'at-once' } }
  const { importId } = (await call('POST /imports', request)).body
  await records().save(String(importId), { status: 'failed' })
  const answers = await Promise.all([call('POST /imports', request), call('POST /imports', request)])
  expect(answers.map(answer => answer.body.importId)).toEqual([`${importId}-2`, `${importId}-2`])
})

test('a repeated request does not join an import that is being cancelled', async () => {
  const request = { as, body, headers: { 'idempotency-key': 'cancelling' } }
  const { importId } = (await call('POST /imports', request)).body
  await call(`POST /imports/${importId}/cancel`, { as })
  expect((await call('POST /imports', request)).body).toMatchObject({ importId: `${importId}-2`, status: 'queued' })
})

test('the record has no URL, which may contain a credential', async () => {
  const url = 'https://example.com/specs/api.json?key=secret'
  const { importId } = (await call('POST /imports', { as, body: { target, source: { url } } })).body
  const record = await records().find(String(importId))
  expect(record?.source).toEqual({ bucket: 'imports', key: 'documents/org/con/v1/fetched/api.json' })
})

test('a URL is passed to the import, which fetches it', async () => {
  const url = 'https://example.com/specs/api.json?key=k'
  const { importId } = (await call('POST /imports', { as, body: { target, source: { url } } })).body
  const [invocation] = started(importId)
  expect(invocation?.payload).toEqual({
    importId,
    target,
    source: { bucket: 'imports', key: 'documents/org/con/v1/fetched/api.json', url },
    options: {},
  })
})

test.for([
  'documents/org/con/v1/gone.json',
  'documents/org/con/v1/import.json',
  'documents/org/con/v1/../v1/api.json',
  'documents/other/con/v1/api.json',
  'imports/imp-1/report.json',
])('%s is not a document of the organisation', async key => {
  await objects().write('documents/other/con/v1/api.json', '{}', 'application/json')
  const answer = await call('POST /imports', { as, body: { target, source: { key } } })
  expect(answer).toMatchObject({
    statusCode: 422,
    body: {
      code: 'invalid-input',
      errors: [{ pointer: '/source/key', detail: expect.stringContaining('is not an uploaded document') }],
    },
  })
})

test('a start takes one request to S3, one to DynamoDB and one invocation', async () => {
  const steps: string[] = []
  const record = { importId: 'i', target, status: 'queued', startedAt: '', done: 0, total: 0 } satisfies ImportRecord
  const noted = <T>(step: string, value: T) => {
    return async () => {
      steps.push(step)
      return value
    }
  }
  await startImport({
    api: {
      bucket: 'b',
      objects: { newest: noted('S3', { etag: 'e' }) },
      records: {
        open: noted('DynamoDB', record),
        find: noted('DynamoDB', undefined),
        save: noted('DynamoDB', false),
        requestCancel: noted('DynamoDB', undefined),
      },
      history: { page: noted('DynamoDB', { records: [] }) },
      writeOverview: noted('S3', ''),
      lastImports: { page: noted('DynamoDB', { imports: [] }) },
      presigner: {
        download: noted('', { url: '', expiresAt: '' }),
        upload: noted('', { url: '', expiresAt: '', fields: {} }),
      },
      start: noted('Lambda', undefined),
      stop: noted('Lambda', undefined),
      check: noted('Lambda', undefined),
      now: () => 0,
      maxBytes: 1,
    },
    caller: { mayUse: () => true, organisationId: 'org', name: undefined },
    path: {},
    query: {},
    headers: {},
    body,
  })
  expect(steps).toEqual(['S3', 'DynamoDB', 'Lambda'])
})
