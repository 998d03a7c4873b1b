import { type AttributeValue, type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { Outcome, Report } from '../report/report.ts'
import type { Target } from '../request/target.ts'

/** An import as the table knows it: small, for progress and history. */
export type ImportRecord = {
  readonly importId: string
  readonly target: Target
  /** `queued`: asked for, and not begun yet. */
  readonly status: 'queued' | 'running' | Outcome
  readonly startedAt: string
  readonly finishedAt?: string
  /** Actions and definitions that are settled, of all. */
  readonly done: number
  readonly total: number
  /** Requests to the platform so far. */
  readonly requests?: Report['requests']
  readonly reason?: string
  readonly reportKey?: string
  readonly counts?: Report['counts']
  /** What was imported, by its content. */
  readonly document?: RecordedDocument
}

export type RecordedDocument = Pick<Report['document'], 'bytes' | 'sha256' | 'title' | 'version'>

export type RecordStore = {
  /** Writes the record, or those fields of it that are given. */
  readonly save: (importId: string, fields: Partial<Omit<ImportRecord, 'importId'>>) => Promise<void>
  /** Writes the record of an import that is about to be started. @returns the record; the earlier one where there is one */
  readonly open: (importId: string, target: Target) => Promise<ImportRecord>
  readonly find: (importId: string) => Promise<ImportRecord | undefined>
}

/** Records are kept that long: 400 days, in seconds. */
const LIFETIME = 400 * 24 * 60 * 60

/** The record's item. */
export function recordKey(importId: string): Record<string, AttributeValue> {
  return {
    pk: { S: `IMPORT#${importId}` },
    sk: { S: 'IMPORT' },
  }
}

/** Import records in the DynamoDB table; `history` lists those of a connector by the time they started. */
export function createRecordStore(client: DynamoDBClient, table: string, now: () => number): RecordStore {
  return {
    save: async (importId, fields) => {
      const { target, startedAt } = fields
      const history = target && startedAt ? historyOf(importId, target, startedAt) : {}
      const values = { ...fields, ...history, expiresAt: Math.floor(now() / 1000) + LIFETIME }
      const names = Object.entries(values).filter(([, value]) => value !== undefined)
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: recordKey(importId),
          UpdateExpression: `SET ${names.map((_, i) => `#${i} = :${i}`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(names.map(([name], i) => [`#${i}`, name])),
          ExpressionAttributeValues: Object.fromEntries(names.map(([, value], i) => [`:${i}`, attribute(value)])),
        }),
      )
    },
    open: async (importId, target) => {
      const startedAt = new Date(now()).toISOString()
      const values = Object.entries({
        target,
        startedAt,
        status: 'queued',
        done: 0,
        total: 0,
        ...historyOf(importId, target, startedAt),
        expiresAt: Math.floor(now() / 1000) + LIFETIME,
      })
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: recordKey(importId),
          // One round trip for both cases: what is there already stays.
          UpdateExpression: `SET ${values.map((_, i) => `#${i} = if_not_exists(#${i}, :${i})`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(values.map(([name], i) => [`#${i}`, name])),
          ExpressionAttributeValues: Object.fromEntries(values.map(([, value], i) => [`:${i}`, attribute(value)])),
          ReturnValues: 'ALL_NEW',
        }),
      )
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

/** Where the index `history` has the record, and what it is filtered by. */
const historyOf = (importId: string, target: Target, startedAt: string) => ({
  historyPk: historyKey(target),
  historySk: `${startedAt}#${importId}`,
  version: target.version,
})

/** The partition of a connector's imports in the index `history`. */
export function historyKey({ organisationId, connectorId }: Pick<Target, 'organisationId' | 'connectorId'>): string {
  return `${organisationId}#${connectorId}`
}

const attribute = (value: unknown): AttributeValue => {
  if (typeof value === 'number') return { N: String(value) }
  return { S: typeof value === 'string' ? value : JSON.stringify(value) }
}

const NO_TARGET: Target = { organisationId: '', connectorId: '', version: '' }

/** A record from the item that holds it. */
export function readRecord(importId: string, item: Record<string, AttributeValue>): ImportRecord {
  const text = (name: string): string | undefined => item[name]?.S
  const json = <T>(name: string): T | undefined => {
    const value = text(name)
    return value === undefined ? undefined : (JSON.parse(value) as T)
  }
  const [counts, document] = [json<ImportRecord['counts']>('counts'), json<RecordedDocument>('document')]
  const requests = json<ImportRecord['requests']>('requests')
  const [finishedAt, reason, reportKey] = [text('finishedAt'), text('reason'), text('reportKey')]
  return {
    importId,
    target: json<Target>('target') ?? NO_TARGET,
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
