import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { createLastImports, readLastImports } from '../../../lib/store/last-imports.ts'
import { createRecordStore, lastImportKey } from '../../../lib/store/records.ts'
import { TABLE, useTable } from './support.ts'

const client = useTable()
const records = () => createRecordStore(client(), TABLE, () => 1_900_000_000_000)
const list = () => createLastImports(client(), TABLE)
const targetOf = (organisationId: string, connectorId: string, version = 'v1') => ({
  organisationId,
  connectorId,
  version,
})

const finish = (importId: string, target: ReturnType<typeof targetOf>, minute: number, reason?: string) => {
  const [startedAt, finishedAt] = [`2030-01-01T00:0${minute}:00.000Z`, `2030-01-01T00:0${minute}:30.000Z`]
  const status = reason === undefined ? 'succeeded' : 'failed'
  return records().finish(importId, { target, startedAt, finishedAt, status, ...(reason && { reason }) }, true)
}
const idsOf = async (organisationId: string): Promise<string[]> =>
  (await readLastImports(list(), organisationId)).map(({ importId }) => importId)

test('the last import of each target, in the order of connectors and versions', async () => {
  await finish('imp-3', targetOf('org', 'shop'), 3)
  await finish('imp-1', targetOf('org', 'crm', 'v2'), 1)
  await finish('imp-2', targetOf('org', 'crm'), 2)
  await finish('imp-4', targetOf('other', 'crm'), 4)
  expect(await idsOf('org')).toEqual(['imp-2', 'imp-1', 'imp-3'])
  expect(await idsOf('none')).toEqual([])
})

test('a later import replaces an earlier one with all of its fields, and not the other way round', async () => {
  const target = targetOf('again', 'crm')
  await finish('imp-5', target, 5, 'Down.')
  await finish('imp-6', target, 6)
  await finish('imp-4b', target, 4, 'Slow.')
  const { imports } = await list().page({ organisationId: 'again', limit: 5 })
  expect(imports).toEqual([
    {
      ...{ importId: 'imp-6', target, status: 'succeeded' },
      ...{ startedAt: '2030-01-01T00:06:00.000Z', finishedAt: '2030-01-01T00:06:30.000Z' },
    },
  ])
})

test('an import that is not listed does not become the last one', async () => {
  const fields = { startedAt: '2030-01-01', finishedAt: '2030-01-01', status: 'planned' } as const
  expect(await records().finish('imp-dry', { target: targetOf('dry', 'crm'), ...fields }, false)).toBe(true)
  expect(await idsOf('dry')).toEqual([])
})

test('a repeated end is listed, too, after a crash between the two writes', async () => {
  const target = targetOf('crashed', 'crm')
  await records().save('imp-7', { target, finishedAt: '2030-01-01T00:07:30.000Z' })
  expect(await finish('imp-7', target, 7)).toBe(false)
  expect(await idsOf('crashed')).toEqual(['imp-7'])
})

test('pages continue where the one before has ended', async () => {
  for (const connectorId of ['a', 'b', 'c']) await finish(`imp-${connectorId}`, targetOf('paged', connectorId), 1)
  const first = await list().page({ organisationId: 'paged', limit: 2 })
  expect(first).toMatchObject({ imports: [{ importId: 'imp-a' }, { importId: 'imp-b' }] })
  expect(first.next).toEqual({ connectorId: 'b', version: 'v1' })
  const second = await list().page({ organisationId: 'paged', after: first.next, limit: 2 })
  expect(second).toMatchObject({ imports: [{ importId: 'imp-c' }] })
  expect(second.next).toBeUndefined()
})

test('the reason is short, and the item is kept for 400 days', async () => {
  const target = targetOf('long', 'crm')
  await finish('imp-8', target, 8, 'x'.repeat(9_000))
  const { Item } = await client().send(new GetItemCommand({ TableName: TABLE, Key: lastImportKey(target) }))
  expect(Number(Item?.expiresAt?.N)).toBe(1_900_000_000 + 400 * 86_400)
  expect(JSON.parse(Item?.last?.S ?? '').reason).toHaveLength(500)
})
