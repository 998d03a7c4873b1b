import { type AttributeValue, type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { Outcome } from '../report/report.ts'
import type { Target } from '../target.ts'

/** An import as the table knows it: small, for progress and history. */
export type ImportRecord = {
  readonly importId: string
  readonly target: Target
  readonly status: 'running' | Outcome
  readonly startedAt: string
  readonly finishedAt?: string
  /** Actions and definitions that are settled, of all. */
  readonly done: number
  readonly total: number
  readonly reason?: string
  readonly reportKey?: string
}

export type RecordStore = {
  /** Writes the record, or those fields of it that are given. */
  readonly save: (importId: string, fields: Partial<Omit<ImportRecord, 'importId'>>) => Promise<void>
  readonly find: (importId: string) => Promise<ImportRecord | undefined>
}

/** Records are kept that long: 400 days, in seconds. */
const LIFETIME = 400 * 24 * 60 * 60

const keyOf = (importId: string): Record<string, AttributeValue> => ({
  pk: { S: `IMPORT#${importId}` },
  sk: { S: 'IMPORT' },
})

/** Import records in the DynamoDB table; `history` lists those of a connector by the time they started. */
export const createRecordStore = (client: DynamoDBClient, table: string, now: () => number): RecordStore => ({
  save: async (importId, fields) => {
    const { target, startedAt } = fields
    const history =
      target && startedAt
        ? { historyPk: `${target.organisationId}#${target.connectorId}`, historySk: `${startedAt}#${importId}` }
        : {}
    const values = { ...fields, ...history, expiresAt: Math.floor(now() / 1000) + LIFETIME }
    const names = Object.entries(values).filter(([, value]) => value !== undefined)
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: keyOf(importId),
        UpdateExpression: `SET ${names.map((_, i) => `#${i} = :${i}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(names.map(([name], i) => [`#${i}`, name])),
        ExpressionAttributeValues: Object.fromEntries(names.map(([, value], i) => [`:${i}`, attribute(value)])),
      }),
    )
  },
  find: async importId => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: keyOf(importId), ConsistentRead: true }),
    )
    return Item === undefined ? undefined : read(importId, Item)
  },
})

const attribute = (value: unknown): AttributeValue => {
  if (typeof value === 'number') return { N: String(value) }
  return { S: typeof value === 'string' ? value : JSON.stringify(value) }
}

const read = (importId: string, item: Record<string, AttributeValue>): ImportRecord => {
  const text = (name: string): string | undefined => item[name]?.S
  const [finishedAt, reason, reportKey] = [text('finishedAt'), text('reason'), text('reportKey')]
  return {
    importId,
    target: JSON.parse(text('target') ?? '{}') as Target,
    status: (text('status') ?? 'running') as ImportRecord['status'],
    startedAt: text('startedAt') ?? '',
    done: Number(item.done?.N ?? 0),
    total: Number(item.total?.N ?? 0),
    ...(finishedAt !== undefined && { finishedAt }),
    ...(reason !== undefined && { reason }),
    ...(reportKey !== undefined && { reportKey }),
  }
}
