import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb'
import type { Target } from '../request/target.ts'
import { historyKey, type ImportRecord, readRecord, recordKey } from './records.ts'

/** Which imports are wanted: those of a connector, or of one version of it. */
export type HistoryQuery = Pick<Target, 'organisationId' | 'connectorId'> & {
  readonly version?: string | undefined
  /** The last import of the page before, as that page said. */
  readonly after?: HistoryPosition | undefined
  readonly limit: number
}

/** Where in a connector's history an import stands. */
export type HistoryPosition = { readonly importId: string; readonly startedAt: string }

export type HistoryPage = {
  /** Newest first. */
  readonly records: readonly ImportRecord[]
  /** Where to go on; absent at the end. */
  readonly next?: HistoryPosition
}

export type History = { readonly page: (query: HistoryQuery) => Promise<HistoryPage> }

/** DynamoDB filters after it has counted, so a page may take some queries; more than this end it early. */
const MAX_QUERIES = 10

/** Lists import records through the index `history`. */
export function createHistory(client: DynamoDBClient, table: string): History {
  const query = (wanted: HistoryQuery, ExclusiveStartKey: Record<string, AttributeValue> | undefined) =>
    client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'history',
        ScanIndexForward: false,
        // One more than wanted tells whether there is a next page.
        Limit: wanted.limit + 1,
        ExclusiveStartKey,
        KeyConditionExpression: '#connector = :connector',
        ExpressionAttributeNames: {
          '#connector': 'historyPk',
          ...(wanted.version !== undefined && { '#v': 'version' }),
        },
        ExpressionAttributeValues: {
          ':connector': { S: historyKey(wanted) },
          ...(wanted.version !== undefined && { ':version': { S: wanted.version } }),
        },
        ...(wanted.version !== undefined && { FilterExpression: '#v = :version' }),
      }),
    )

  return {
    page: async wanted => {
      const records: ImportRecord[] = []
      let start = wanted.after && indexKey(wanted, wanted.after)
      for (let tries = 0; tries < MAX_QUERIES; tries++) {
        const { Items = [], LastEvaluatedKey } = await query(wanted, start)
        records.push(...Items.map(item => readRecord(importIdOf(item), item)))
        const last = records[wanted.limit - 1]
        if (last !== undefined && records.length > wanted.limit)
          return { records: records.slice(0, wanted.limit), next: last }
        if (LastEvaluatedKey === undefined) return { records }
        start = LastEvaluatedKey
      }
      return { records, ...(start && { next: positionOf(start) }) }
    },
  }
}

const indexKey = (wanted: HistoryQuery, { importId, startedAt }: HistoryPosition): Record<string, AttributeValue> => ({
  ...recordKey(importId),
  historyPk: { S: historyKey(wanted) },
  historySk: { S: `${startedAt}#${importId}` },
})

const importIdOf = (item: Record<string, AttributeValue>): string => item.pk?.S?.replace('IMPORT#', '') ?? ''

const positionOf = (item: Record<string, AttributeValue>): HistoryPosition => ({
  importId: importIdOf(item),
  startedAt: item.historySk?.S?.split('#')[0] ?? '',
})
