import { type AttributeValue, type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { Outcome, Report } from '../report/report.ts'
import type { ImportRequest } from '../request/import-request.ts'
import type { Target } from '../request/target.ts'

/** Phases of an import, in their order. `connector` and `removals` are only part of some imports. */
export const PHASES = [
  'read',
  'connector',
  'plan',
  'compare',
  'definitions',
  'actions',
  'triggers',
  'removals',
  'report',
] as const
export type Phase = (typeof PHASES)[number]

/** Record of an import in the table, for progress and history. */
export type ImportRecord = {
  readonly importId: string
  readonly target: Target
  /** Person or program that started the import. */
  readonly caller?: string
  /** Source of the request; absent in records of earlier releases. */
  readonly source?: ImportRequest['source']
  /** `queued`: requested, not started yet. */
  readonly status: 'queued' | 'running' | Outcome
  /** ISO 8601, like `finishedAt`. */
  readonly startedAt: string
  readonly finishedAt?: string
  /** Completed actions and definitions, of `total`. */
  readonly done: number
  readonly total: number
  /** Current phase of a running import; a phase shorter than a second may be missing. */
  readonly phase?: Phase
  /** Requests to the platform so far. */
  readonly requests?: Report['requests']
  readonly reason?: string
  readonly reportKey?: string
  readonly counts?: Report['counts']
  /** Facts about the imported document. */
  readonly document?: RecordedDocument
  /** ARN of the durable execution; absent until it has started. */
  readonly executionArn?: string
  /** End of the newest wait between two steps, ISO 8601. The import waits as long as that time is in the future. */
  readonly waitingUntil?: string
  /** Time of the first request to cancel the import, ISO 8601. */
  readonly cancelRequestedAt?: string
  /** Number of imports that repeated requests have started; on the record of the first one. */
  readonly attempts?: number
}

export type RecordedDocument = Pick<Report['document'], 'bytes' | 'sha256' | 'title' | 'version'>

export type RecordStore = {
  /** Writes the given fields; other fields of the record are kept. @returns true if the import should be cancelled */
  readonly save: (importId: string, fields: RecordFields) => Promise<boolean>
  /** Creates the record with status `queued`, unless it exists. @returns the record in the table */
  readonly open: (importId: string, fields: Pick<ImportRecord, 'target' | 'source' | 'caller'>) => Promise<ImportRecord>
  /**
   * Writes the fields of an ended import, unless it has ended already. A `listed` one becomes the last import of its target,
   * unless that began later. @returns false if it has ended already
   */
  readonly finish: (importId: string, fields: EndedFields, listed: boolean) => Promise<boolean>
  /** Asks an import to cancel. @returns its record; undefined if the import is unknown or has ended */
  readonly requestCancel: (importId: string) => Promise<ImportRecord | undefined>
  /** Reads a record; undefined if there is none. */
  readonly find: (importId: string) => Promise<ImportRecord | undefined>
}

type RecordFields = Partial<Omit<ImportRecord, 'importId'>>
type EndedFields = RecordFields & Pick<ImportRecord, 'target' | 'startedAt'> & { readonly finishedAt: string }

/** Retention of a record, in seconds. */
const LIFETIME = 400 * 24 * 60 * 60
/** Length of a reason in the list of connectors. */
const MAX_REASON = 500

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
  const expiry = (): number => Math.floor(now() / 1000) + LIFETIME

  /** Returns an update of all defined values. `assign` formats the assignment of value `:i` to attribute `#i`. */
  const updateOf = (importId: string, values: object, assign: (i: number) => string) =>
    updateItem(recordKey(importId), values, assign)

  const updateItem = (Key: Record<string, AttributeValue>, values: object, assign: (i: number) => string) => {
    const entries = Object.entries(values).filter(([, value]) => value !== undefined)
    return {
      TableName: table,
      Key,
      UpdateExpression: `SET ${entries.map((_, i) => assign(i)).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name], i) => [`#${i}`, name])),
      ExpressionAttributeValues: Object.fromEntries(entries.map(([, value], i) => [`:${i}`, attribute(value)])),
    }
  }

  const setFields = (importId: string, fields: RecordFields) => {
    const { target, startedAt } = fields
    const history = target && startedAt ? historyOf(importId, target, startedAt) : {}
    const values = { ...fields, ...history, expiresAt: expiry() }
    return updateOf(importId, values, i => `#${i} = :${i}`)
  }

  /** Makes an import the last one of its target. One that began before the last one changes nothing. */
  const list = async (importId: string, { phase: _, source: __, ...fields }: EndedFields): Promise<void> => {
    const values = {
      begun: fields.startedAt,
      last: { importId, ...fields, ...(fields.reason && { reason: fields.reason.slice(0, MAX_REASON) }) },
      expiresAt: expiry(),
    }
    const update = updateItem(lastImportKey(fields.target), values, i => `#${i} = :${i}`)
    // `:0` is the start of this import.
    const condition = { ConditionExpression: 'attribute_not_exists(begun) OR begun <= :0' }
    await unlessRefused(client.send(new UpdateItemCommand({ ...update, ...condition })))
  }

  return {
    save: async (importId, fields) => {
      // The whole new item costs nothing more, and has the request to cancel.
      const update = { ...setFields(importId, fields), ReturnValues: 'ALL_NEW' as const }
      const { Attributes } = await client.send(new UpdateItemCommand(update))
      return Attributes?.cancelRequestedAt !== undefined
    },
    finish: async (importId, fields, listed) => {
      // First, because a repeated call does no more than this.
      if (listed) await list(importId, fields)
      const condition = { ConditionExpression: 'attribute_not_exists(finishedAt)' }
      const update = new UpdateItemCommand({ ...setFields(importId, fields), ...condition })
      return (await unlessRefused(client.send(update))) !== undefined
    },
    requestCancel: async importId => {
      const update = new UpdateItemCommand({
        TableName: table,
        Key: recordKey(importId),
        UpdateExpression: 'SET cancelRequestedAt = if_not_exists(cancelRequestedAt, :now)',
        ConditionExpression: '#status IN (:queued, :running)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':now': { S: new Date(now()).toISOString() },
          ':queued': { S: 'queued' },
          ':running': { S: 'running' },
        },
        ReturnValues: 'ALL_NEW',
      })
      const updated = await unlessRefused(client.send(update))
      return updated && readRecord(importId, updated.Attributes ?? {})
    },
    open: async (importId, fields) => {
      const startedAt = new Date(now()).toISOString()
      const values = {
        ...{ ...fields, startedAt, status: 'queued', done: 0, total: 0 },
        ...historyOf(importId, fields.target, startedAt),
        expiresAt: expiry(),
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

/** Returns undefined if the condition of an update is not met. */
const unlessRefused = async <T>(update: Promise<T>): Promise<T | undefined> => {
  try {
    return await update
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return undefined
    throw error
  }
}

/** Returns true if an import waits between two steps at a time (epoch ms), so that none of its code runs. */
export function isWaiting({ waitingUntil }: ImportRecord, at: number): boolean {
  return waitingUntil !== undefined && at < Date.parse(waitingUntil)
}

/** Returns the attributes for the index `history`: its key, and the version to filter by. */
const historyOf = (importId: string, target: Target, startedAt: string) => ({
  historyPk: historyKey(target),
  historySk: `${startedAt}#${importId}`,
  version: target.version,
})

/** Returns the primary key of the last import of a target. All targets of an organisation have one partition key. */
export function lastImportKey({ organisationId, connectorId, version }: Target): Record<string, AttributeValue> {
  return {
    pk: { S: `ORGANISATION#${organisationId}` },
    sk: { S: `CONNECTOR#${connectorId}#${version}` },
  }
}

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
  const source = json<ImportRequest['source']>('source')
  const [finishedAt, reason, reportKey] = [text('finishedAt'), text('reason'), text('reportKey')]
  const [executionArn, waitingUntil] = [text('executionArn'), text('waitingUntil')]
  const [caller, cancelRequestedAt, phase] = [text('caller'), text('cancelRequestedAt'), text('phase')]
  return {
    importId,
    target: json<Target>('target') ?? NO_TARGET,
    ...(caller !== undefined && { caller }),
    ...(source !== undefined && { source }),
    status: (text('status') ?? 'running') as ImportRecord['status'],
    startedAt: text('startedAt') ?? '',
    done: Number(item.done?.N ?? 0),
    total: Number(item.total?.N ?? 0),
    ...(phase !== undefined && { phase: phase as Phase }),
    ...(requests !== undefined && { requests }),
    ...(finishedAt !== undefined && { finishedAt }),
    ...(reason !== undefined && { reason }),
    ...(reportKey !== undefined && { reportKey }),
    ...(counts !== undefined && { counts }),
    ...(document !== undefined && { document }),
    ...(executionArn !== undefined && { executionArn }),
    ...(waitingUntil !== undefined && { waitingUntil }),
    ...(cancelRequestedAt !== undefined && { cancelRequestedAt }),
    ...(item.attempts?.N !== undefined && { attempts: Number(item.attempts.N) }),
  }
}
