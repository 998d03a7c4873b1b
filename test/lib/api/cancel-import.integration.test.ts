import { expect, test } from 'vitest'
import { useApi } from './support/api.ts'
import { member } from './support/event.ts'

const { call, records, stack } = useApi()
const as = member('org')
const target = { organisationId: 'org', connectorId: 'con', version: 'v1' }
const executionArn = 'arn:aws:lambda:us-east-1:000000000000:function:run-import:1/durable-execution/imp-1/run-1'

/** Opens the record of an import; returns the executions that are stopped from now on. */
const open = async (importId: string, fields: object = {}): Promise<string[]> => {
  await records().open(importId, { target })
  await records().save(importId, { status: 'running', executionArn, ...fields })
  const stopped: string[] = []
  stack().lambda.onStop(async arn => {
    stopped.push(arn)
    return Date.now()
  })
  return stopped
}

test('a running import is asked to stop, also when the request is repeated', async () => {
  const stopped = await open('imp-running')
  const first = await call('POST /imports/imp-running/cancel', { as })
  expect(first).toMatchObject({
    statusCode: 202,
    headers: { location: '/imports/imp-running' },
    body: { importId: 'imp-running', status: 'running', cancelRequestedAt: expect.any(String) },
  })
  expect(await call('POST /imports/imp-running/cancel', { as })).toMatchObject({ statusCode: 202, body: first.body })
  expect((await call('GET /imports/imp-running', { as })).body).toEqual(first.body)
  expect(stopped).toEqual([])
})

test('an import that waits is stopped at once', async () => {
  const stopped = await open('imp-waiting', { waitingUntil: new Date(Date.now() + 60_000).toISOString() })
  expect(await call('POST /imports/imp-waiting/cancel', { as })).toMatchObject({ statusCode: 202 })
  expect(stopped).toEqual([executionArn])
})

test('an import that has waited is not stopped in its work', async () => {
  const stopped = await open('imp-waited', { waitingUntil: new Date(Date.now() - 1).toISOString() })
  expect(await call('POST /imports/imp-waited/cancel', { as })).toMatchObject({ statusCode: 202 })
  expect(stopped).toEqual([])
})

test('an execution that has ended meanwhile is no error', async () => {
  await open('imp-gone', { waitingUntil: new Date(Date.now() + 60_000).toISOString() })
  stack().lambda.onStop(async () => undefined)
  expect(await call('POST /imports/imp-gone/cancel', { as })).toMatchObject({ statusCode: 202 })
})

test('a queued import is cancelled before it starts', async () => {
  await records().open('imp-queued', { target })
  expect(await call('POST /imports/imp-queued/cancel', { as })).toMatchObject({
    statusCode: 202,
    body: { status: 'queued', cancelRequestedAt: expect.any(String) },
  })
})

test('an import that has ended cannot be cancelled', async () => {
  await open('imp-ended', { status: 'partial', finishedAt: new Date().toISOString() })
  expect(await call('POST /imports/imp-ended/cancel', { as })).toMatchObject({
    statusCode: 409,
    body: {
      code: 'import-ended',
      detail: 'The import has already ended (partial). Only a queued or running import can be cancelled.',
    },
  })
})

test('an unknown import and one of another organisation are not found', async () => {
  await open('imp-theirs')
  for (const id of ['imp-none', 'imp-theirs'])
    expect(await call(`POST /imports/${id}/cancel`, { as: member('other') })).toMatchObject({
      statusCode: 404,
      body: { code: 'no-such-import' },
    })
  expect((await records().find('imp-theirs'))?.cancelRequestedAt).toBeUndefined()
  expect(await records().find('imp-none')).toBeUndefined()
})
