import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb'
import { expect, onTestFinished, test, vi } from 'vitest'
import { describeDatabaseError, isDatabaseError, startTable } from '../../../../infra/local/aws/table.ts'
import { clientOptions, forThisTest, temporaryDirectory } from './support.ts'

const TableName = 'imports'

function dynamo(url: string) {
  const client = new DynamoDBClient(clientOptions(url))
  onTestFinished(() => client.destroy())
  return client
}

const record = (id: string, at: string) => ({
  pk: { S: `import#${id}` },
  sk: { S: 'record' },
  historyPk: { S: 'o/c' },
  historySk: { S: at },
  expiresAt: { N: '1900000000' },
})

test('the table has its keys and its history index, and is on demand', async () => {
  const table = await forThisTest(startTable(await temporaryDirectory(), TableName, 'us-east-1'))
  const { Table } = await dynamo(table.url).send(new DescribeTableCommand({ TableName }))
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [{ IndexName: 'history', Projection: { ProjectionType: 'ALL' } }],
  })
})

test('items exist after a restart, newest first in the history', async () => {
  const directory = await temporaryDirectory()
  const first = await startTable(directory, TableName, 'us-east-1')
  const before = dynamo(first.url)
  for (const [id, at] of [
    ['a', '2030-01-01'],
    ['b', '2030-01-02'],
  ] as const) {
    await before.send(new PutItemCommand({ TableName, Item: record(id, at) }))
  }
  await first.close()

  const second = await forThisTest(startTable(directory, TableName, 'us-east-1'))
  const history = await dynamo(second.url).send(
    new QueryCommand({
      TableName,
      IndexName: 'history',
      KeyConditionExpression: 'historyPk = :connector',
      ExpressionAttributeValues: { ':connector': { S: 'o/c' } },
      ScanIndexForward: false,
    }),
  )
  expect(history.Items?.map(item => item.pk?.S)).toEqual(['import#b', 'import#a'])
})

test('conditional puts work, as the lock of a target needs them', async () => {
  const table = await forThisTest(startTable(await temporaryDirectory(), TableName, 'us-east-1'))
  const client = dynamo(table.url)
  const put = () =>
    client.send(
      new PutItemCommand({
        TableName,
        Item: { pk: { S: 'lock' }, sk: { S: 'lock' } },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    )
  const both = await Promise.allSettled([put(), put()])
  expect(both.map(it => it.status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(put()).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' })
  const Key = { pk: { S: 'lock' }, sk: { S: 'lock' } }
  expect((await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item).toEqual(Key)
})

test('a request that its client ends does no harm', async () => {
  const onError = vi.fn()
  const table = await forThisTest(startTable(await temporaryDirectory(), 'imports', 'us-east-1', onError))
  const onUncaught = vi.fn()
  process.on('uncaughtException', onUncaught)
  onTestFinished(() => void process.off('uncaughtException', onUncaught))
  const ended = request(table.url, { method: 'POST', headers: { 'content-length': 100 } })
  ended.on('error', () => undefined)
  ended.write('{')
  await delay(50)
  ended.destroy()
  await delay(50)
  expect((await fetch(table.url)).status).toBe(200)
  expect(onError).not.toHaveBeenCalled()
  expect(onUncaught).not.toHaveBeenCalled()
})

test.each([
  ['IO error: /state/table/000009.log: No space left on device', '', true],
  ['x', 'Error: x\n    at /node_modules/classic-level/index.js:1:1', true],
  ['x', 'Error: x\n    at /lib/other.ts:1:1', false],
])('an error "%s" with the stack "%s" is of the database: %j', (message, stack, want) => {
  expect(isDatabaseError('/state/table', Object.assign(new Error(message), { stack }))).toBe(want)
})

test.each([
  ['IO error: /state/table/000005.ldb: Too many open files', /too many open files \(EMFILE\)\. Raise the limit/],
  ['IO error: /state/table/000005.ldb: Permission denied', /permission denied \(EACCES\)\. Correct/],
  ['IO error: /state/table/000009.log: No space left on device', /no space is left on its disk \(ENOSPC\)/],
  ['Corruption: bad record length', /its files are damaged\. Delete \/state\/table:/],
])('the error "%s" of the database has its own remedy', (message, want) => {
  const opening = new Error('Database failed to open', { cause: new Error(message) })
  expect(describeDatabaseError('/state/table', new Error(message)).message).toMatch(want)
  expect(describeDatabaseError('/state/table', opening).message).toMatch(want)
})
