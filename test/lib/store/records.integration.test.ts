import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { createRecordStore } from '../../../lib/store/records.ts'
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
  expect(await store().open('imp-opened', target)).toEqual({
    importId: 'imp-opened',
    target,
    status: 'queued',
    startedAt: '2030-03-17T17:46:40.000Z',
    done: 0,
    total: 0,
  })
  await store().save('imp-opened', { status: 'running', done: 3, total: 5 })
  const again = await store().open('imp-opened', { ...target, version: 'v2' })
  expect(again).toMatchObject({ target, status: 'running', done: 3, total: 5 })
  expect(await store().find('imp-opened')).toEqual(again)
})
