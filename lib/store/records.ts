import { type AttributeValue, type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { Outcome, Report } from '../report/report.ts'
import type { Target } from '../request/target.ts'

/** Record of an import in the table, for progress and history. */
export type ImportRecord = {
  readonly importId: string
  readonly target: Target
  /** Person or program that started the import. */
  readonly caller?: string
  /** `queued`: requested, not started yet. */
  readonly status: 'queued' | 'running' | Outcome
  /** ISO 8601, like `finishedAt`. */
  readonly startedAt: string
  readonly finishedAt?: string
  /** Completed actions and definitions, of `total`. */
  readonly done: number
  readonly total: number
  /** Requests to the platform so far. */
  readonly requests?: Report['requests']
  readonly reason?: string
  readonly reportKey?: string
  readonly counts?: Report['counts']
  /** Facts about the imported document. */
  readonly document?: RecordedDocument
}

export type RecordedDocument = Pick<Report['document'], 'bytes' | 'sha256' | 'title' | 'version'>

export type RecordStore = {
  /** Writes the given fields; other fields of the record are kept. */
  readonly save: (importId: string, fields: Partial<Omit<ImportRecord, 'importId'>>) => Promise<void>
  /** Creates the record with status `queued`, unless it exists. @returns the record in the table */
  readonly open: (importId: string, target: Target, caller?: string) => Promise<ImportRecord>
  /** Reads a record; undefined if there is none. */
  readonly find: (importId: string) => Promise<ImportRecord | undefined>
}

/** Retention of a record, in seconds. */
const LIFETIME = 400 * 24 * 60 * 60

/** Returns the primary key of a record. */
export function recordKey(importId: string): Record<string, AttributeValue> {
  return {
    pk: { S: `IMPORT#${importId}` },
    sk: { S: 'IMPORT' },
  }
}

/**
 * Creates the store of import records in a DynamoDB table, whose index `history` sorts the imports of a connector by start.
 * @param now current time (epoch ms)
 */
export function createRecordStore(client: DynamoDBClient, table: string, now: () => number): RecordStore {
  /** Returns an update of all defined values. `assign` formats the assignment of value `:i` to attribute `#i`. */
  const updateOf = (importId: string, values: object, assign: (i: number) => string) => {
    const entries = Object.entries(values).filter(([, value]) => value !== undefined)
    return {
      TableName: table,
      Key: recordKey(importId),
      UpdateExpression: `SET ${entries.map((_, i) => assign(i)).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name], i) => [`#${i}`, name])),
      ExpressionAttributeValues: Object.fromEntries(entries.map(([, value], i) => [`:${i}`, attribute(value)])),
    }
  }

  return {
    save: async (importId, fields) => {
      const { target, startedAt } = fields
      const history = target && startedAt ? historyOf(importId, target, startedAt) : {}
      const values = { ...fields, ...history, expiresAt: Math.floor(now() / 1000) + LIFETIME }
      await client.send(new UpdateItemCommand(updateOf(importId, values, i => `#${i} = :${i}`)))
    },
    open: async (importId, target, caller) => {
      const startedAt = new Date(now()).toISOString()
      const values = {
        ...{ target, caller, startedAt, status: 'queued', done: 0, total: 0 },
        ...historyOf(importId, target, startedAt),
        expiresAt: Math.floor(now() / 1000) + LIFETIME,
      }
      // One request, whether the record exists or not.
      const update = updateOf(importId, values, i => `#${i} = if_not_exists(#${i}, :${i})`)
      const { Attributes = {} } = await client.send(new UpdateItemCommand({ ...update, ReturnValues: 'ALL_NEW' }))
      return readRecord(importId, Attributes)
    },
    find: async importId => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: recordKey(importId), ConsistentRead: true }),
      )
      return Item === undefined ? undefined : readRecord(importId, Item)
    },
  }
}

/** Returns the attributes for the index `history`: its key, and the version to filter by. */
const historyOf = (importId: string, target: Target, startedAt: string) => ({
  historyPk: historyKey(target),
  historySk: `${startedAt}#${importId}`,
  version: target.version,
})

/** Returns the partition key of a connector in the index `history`. */
export function historyKey({ organisationId, connectorId }: Pick<Target, 'organisationId' | 'connectorId'>): string {
  return `${organisationId}#${connectorId}`
}

const attribute = (value: unknown): AttributeValue => {
  if (typeof value === 'number') return { N: String(value) }
  return { S: typeof value === 'string' ? value : JSON.stringify(value) }
}

const NO_TARGET: Target = { organisationId: '', connectorId: '', version: '' }

/** Reads a record from its item. */
export function readRecord(importId: string, item: Record<string, AttributeValue>): ImportRecord {
  const text = (name: string): string | undefined => item[name]?.S
  const json = <T>(name: string): T | undefined => {
    const value = text(name)
    return value === undefined ? undefined : (JSON.parse(value) as T)
  }
  const [counts, document] = [json<ImportRecord['counts']>('counts'), json<RecordedDocument>('document')]
  const requests = json<ImportRecord['requests']>('requests')
  const [finishedAt, reason, reportKey] = [text('finishedAt'), text('reason'), text('reportKey')]
  const caller = text('caller')
  return {
    importId,
    target: json<Target>('target') ?? NO_TARGET,
    ...(caller !== undefined && { caller }),
    status: (text('status') ?? 'running') as ImportRecord['status'],
    startedAt: text('startedAt') ?? '',
    done: Number(item.done?.N ?? 0),
    total: Number(item.total?.N ?? 0),
    ...(requests !== undefined && { requests }),
    ...(finishedAt !== undefined && { finishedAt }),
    ...(reason !== undefined && { reason }),
    ...(reportKey !== undefined && { reportKey }),
    ...(counts !== undefined && { counts }),
    ...(document !== undefined && { document }),
  }
}
