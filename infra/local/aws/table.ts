import { mkdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { type Listening, listen } from '../http/listen.ts'

/** The secondary index that lists the imports of a connector version, newest first. */
const HISTORY_INDEX = 'history'

/**
 * Starts an emulator of DynamoDB with one table, and with its data in a directory.
 * Limits: no transactions, and expired items are not removed.
 */
export async function startTable(directory: string, table: string, region: string): Promise<Listening> {
  await mkdir(directory, { recursive: true })
  const server = await listen(dynalite({ path: directory, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 }))
  const client = new DynamoDBClient({
    endpoint: server.url,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  try {
    await createTable(client, table)
  } finally {
    client.destroy()
  }
  return server
}

async function createTable(client: DynamoDBClient, table: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(definition(table)))
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
  const active = async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }))
    return Table?.TableStatus === 'ACTIVE'
  }
  while (!(await active())) await delay(5)
}

const definition = (table: string): CreateTableCommandInput => ({
  TableName: table,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: ['pk', 'sk', 'historyPk', 'historySk'].map(AttributeName => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: HISTORY_INDEX,
      KeySchema: [
        { AttributeName: 'historyPk', KeyType: 'HASH' },
        { AttributeName: 'historySk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
})
