import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { createRecordStore, isWaiting } from '../../../lib/store/records.ts'
import { TABLE, useTable } from './support.ts'

const client = useTable()
const store = () => createRecordStore(client(), TABLE, () => 1_900_000_000_000)
const target = { organisationId: 'org', connectorId: 'con', version: 'v1' }
const begun = { target, status: 'running', startedAt: '2030-01-01T00:00:00.000Z', done: 0, total: 0 } as const

test('a record has all saved fields', async () => {
  await store().save('imp-1', begun)
  expect(await store().find('imp-1')).toEqual({ importId: 'imp-1', ...begun })
  const requests = { sent: 12, retried: 2, throttled: 1 }
  await store().save('imp-1', { done: 5, total: 9, requests })
  await store().save('imp-1', {
    status: 'failed',
    reason: 'Down.',
    finishedAt: '2030-01-01T00:01:00.000Z',
    reportKey: 'k',
  })
  expect(await store().find('imp-1')).toEqual({
    importId: 'imp-1',
    ...begun,
    done: 5,
    total: 9,
    requests,
    status: 'failed',
    reason: 'Down.',
    finishedAt: '2030-01-01T00:01:00.000Z',
    reportKey: 'k',
  })
})

test('an unknown import has no record', async () => {
  expect(await store().find('imp-none')).toBeUndefined()
})

test('the imports of a connector are sorted by start', async () => {
  for (const [importId, startedAt] of [
    ['imp-b', '2030-01-03'],
    ['imp-a', '2030-01-02'],
  ] as const)
    await store().save(importId, { ...begun, target: { ...target, connectorId: 'listed' }, startedAt })
  const { Items = [] } = await client().send(
    new QueryCommand({
      TableName: TABLE,
      IndexName: 'history',
      KeyConditionExpression: 'historyPk = :connector',
      ExpressionAttributeValues: { ':connector': { S: 'org#listed' } },
    }),
  )
  expect(Items.map(item => item.pk?.S)).toEqual(['IMPORT#imp-a', 'IMPORT#imp-b'])
})

test('a record is kept for 400 days', async () => {
  await store().save('imp-old', begun)
  const Key = { pk: { S: 'IMPORT#imp-old' }, sk: { S: 'IMPORT' } }
  const { Item } = await client().send(new GetItemCommand({ TableName: TABLE, Key }))
  expect(Number(Item?.expiresAt?.N)).toBe(1_900_000_000 + 400 * 86_400)
})

test('opening an existing record returns it unchanged', async () => {
  expect(await store().open('imp-opened', { target })).toEqual({
    importId: 'imp-opened',
    target,
    status: 'queued',
    startedAt: '2030-03-17T17:46:40.000Z',
    done: 0,
    total: 0,
  })
  await store().save('imp-opened', { status: 'running', done: 3, total: 5 })
  const again = await store().open('imp-opened', { target: { ...target, version: 'v2' } })
  expect(again).toMatchObject({ target, status: 'running', done: 3, total: 5 })
  expect(await store().find('imp-opened')).toEqual(again)
})

test('only a queued or running import can be cancelled, and its next save returns that it should be', async () => {
  const cancelRequestedAt = '2030-03-17T17:46:40.000Z'
  expect(await store().requestCancel('imp-nowhere')).toBeUndefined()
  expect(await store().find('imp-nowhere')).toBeUndefined()
  await store().open('imp-cancel', { target })
  expect(await store().requestCancel('imp-cancel')).toMatchObject({ status: 'queued', target, cancelRequestedAt })
  const later = createRecordStore(client(), TABLE, () => 1_900_000_099_000)
  expect(await later.requestCancel('imp-cancel')).toMatchObject({ cancelRequestedAt })
  expect(await store().save('imp-cancel', begun)).toBe(true)
  expect(await store().requestCancel('imp-cancel')).toMatchObject({ status: 'running', cancelRequestedAt })
  await store().save('imp-cancel', { status: 'cancelled' })
  expect(await store().requestCancel('imp-cancel')).toBeUndefined()
  expect(await store().save('imp-1', {})).toBe(false)
})

test('an import ends once', async () => {
  const end = { ...begun, status: 'failed', finishedAt: '2030-01-01T00:01:00.000Z' } as const
  await store().save('imp-end', begun)
  const ended = await Promise.all([store().finish('imp-end', end, true), store().finish('imp-end', end, true)])
  expect(ended.toSorted()).toEqual([false, true])
  expect(await store().finish('imp-end', { ...end, status: 'succeeded' }, true)).toBe(false)
  expect(await store().find('imp-end')).toEqual({ importId: 'imp-end', ...begun, ...end })
})

test('an import waits until the recorded time', () => {
  const record = { importId: 'imp-1', ...begun, waitingUntil: '2030-01-01T00:00:10.000Z' }
  const end = Date.parse(record.waitingUntil)
  expect([end - 1, end].map(at => isWaiting(record, at))).toEqual([true, false])
  expect(isWaiting({ importId: 'imp-1', ...begun }, 0)).toBe(false)
})
