import type { IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { makeFolder } from '../files/make-folder.ts'
import { type Listening, listen } from '../http/listen.ts'
import { codeOf, describeFault, StateFault } from '../state/fault.ts'

/** The secondary index that lists the imports of a connector version, newest first. */
const HISTORY_INDEX = 'history'

/**
 * Starts an emulator of DynamoDB with one table, and with its data in a directory.
 * Limits: no transactions, and expired items are not removed.
 * @param onError receives an error of the database, after which its requests get no response
 * @throws StateFault when the data is damaged
 */
export async function startTable(
  directory: string,
  table: string,
  region: string,
  onError: (error: unknown) => void = () => undefined,
): Promise<Listening> {
  makeFolder(directory)
  const { promise: broken, reject } = Promise.withResolvers<never>()
  broken.catch(() => undefined)
  const release = catchDatabaseErrors(directory, cause => {
    const error = describeDatabaseError(directory, cause)
    reject(error)
    onError(error)
  })
  const emulator = dynalite({ path: directory, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 })
  emulator.prependListener('request', ignoreEnded)
  const server = await listen(emulator)
  const client = new DynamoDBClient({
    endpoint: server.url,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const close = async (): Promise<void> => {
    // Its database never closes after an error.
    await Promise.race([server.close(), broken.catch(() => undefined)])
    release()
  }
  try {
    await Promise.race([createTable(client, table), broken])
  } catch (error) {
    await close()
    throw error
  } finally {
    client.destroy()
  }
  return { url: server.url, close }
}

/** Makes the end of a request by its client harmless. The only listener for errors of a request, that of dynalite, throws them. */
const ignoreEnded = (request: IncomingMessage): void => {
  const on = request.on.bind(request)
  request.on = (event: string, listener: (...values: never[]) => void) =>
    on(event, event === 'error' ? () => undefined : (listener as (...values: unknown[]) => void))
}

/** Receives the errors of the database, which dynalite throws outside of every request. @returns a function that ends this */
const catchDatabaseErrors = (directory: string, onError: (error: Error) => void): (() => void) => {
  const handle = (error: unknown): void => {
    if (isDatabaseError(directory, error)) onError(error)
    else if (process.listenerCount('uncaughtException') === 1) throw error
  }
  process.on('uncaughtException', handle)
  return () => process.off('uncaughtException', handle)
}

/** Tests if an error is one of the database: its stack names it, or, without a stack, the message names a file of it. */
export function isDatabaseError(directory: string, error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  return error.message.includes(directory) || /\/(dynalite|abstract-level|classic-level)\//.test(error.stack ?? '')
}

/** Errors of the operating system as the database has them: only as text, and without a code. */
const SYSTEM_ERRORS = [
  ['No space left on device', 'ENOSPC'],
  ['Disk quota exceeded', 'EDQUOT'],
  ['File too large', 'EFBIG'],
  ['Too many open files in system', 'ENFILE'],
  ['Too many open files', 'EMFILE'],
  ['Permission denied', 'EACCES'],
  ['Operation not permitted', 'EPERM'],
  ['Read-only file system', 'EROFS'],
  ['Input/output error', 'EIO'],
] as const

/** Describes an error of the database. Its files are damaged unless the operating system is the reason. */
export function describeDatabaseError(directory: string, cause: Error): StateFault {
  const text = String(cause.cause ?? cause.message)
  const code = codeOf(cause) ?? SYSTEM_ERRORS.find(([message]) => text.includes(message))?.[1]
  if (code !== undefined)
    return describeFault(directory, Object.assign(new Error(cause.message), { code })) as StateFault
  return new StateFault(
    `The local table in ${directory} can't be read or written: its files are damaged. ` +
      `Delete ${directory}: this loses the list of earlier imports, but no ledger and no document.`,
    { cause },
  )
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
