import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
import { startStorage } from '../../../infra/local/aws/storage.ts'
import { startTable } from '../../../infra/local/aws/table.ts'

export const TABLE = 'imports'
export const BUCKET = 'imports'

type Closing = () => unknown

/** Resources that a test file starts once and closes at its end. */
const useClient = <Client>(start: (directory: string, closing: Closing[]) => Promise<Client>): (() => Client) => {
  let client: Client | undefined
  const closing: Closing[] = []
  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'store-'))
    closing.push(() => rm(directory, { recursive: true, force: true }))
    client = await start(directory, closing)
  })
  afterAll(async () => {
    for (const close of closing.toReversed()) await close()
  })
  return () => {
    if (client === undefined) throw new Error('It is there only while tests run.')
    return client
  }
}

export const local = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }

/** Provides a test file with its own table. */
export const useTable = (): (() => DynamoDBClient) =>
  useClient(async (directory, closing) => {
    const server = await startTable(directory, TABLE, 'us-east-1')
    const client = new DynamoDBClient({ ...local, endpoint: server.url })
    closing.push(server.close, () => client.destroy())
    return client
  })

/** Provides a test file with its own bucket. */
export const useBucket = (): (() => S3Client) =>
  useClient(async (directory, closing) => {
    const server = await startStorage(directory, BUCKET)
    const client = new S3Client({ ...local, endpoint: server.url, forcePathStyle: true })
    closing.push(server.close, () => client.destroy())
    return client
  })
