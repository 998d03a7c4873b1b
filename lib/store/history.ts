import { type AttributeValue, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb'
import type { Target } from '../request/target.ts'
import { historyKey, type ImportRecord, readRecord, recordKey } from './records.ts'

/** Selects the imports of a connector, or of one of its versions. */
export type HistoryQuery = Pick<Target, 'organisationId' | 'connectorId'> & {
  readonly version?: string | undefined
  /** `next` of the previous page. */
  readonly after?: HistoryPosition | undefined
  /** Maximum number of imports on the page. */
  readonly limit: number
}

/** Position of an import in the history of its connector. */
export type HistoryPosition = { readonly importId: string; readonly startedAt: string }

export type HistoryPage = {
  /** Newest first. */
  readonly records: readonly ImportRecord[]
  /** Position of the next page; absent on the last page. */
  readonly next?: HistoryPosition
}

export type History = { readonly page: (query: HistoryQuery) => Promise<HistoryPage> }

/** Maximum number of queries per page. DynamoDB applies `Limit` before the filter, so one query can return too few. */
const MAX_QUERIES = 10

/**
 * Creates the history of imports, which queries the index `history` of the table.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
 */
export function createHistory(client: DynamoDBClient, table: string): History {
  const runQuery = (query: HistoryQuery, ExclusiveStartKey: Record<string, AttributeValue> | undefined) =>
    client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'history',
        ScanIndexForward: false,
        // One more item shows that there is a next page.
        Limit: query.limit + 1,
        ExclusiveStartKey,
        KeyConditionExpression: '#connector = :connector',
        ExpressionAttributeNames: {
          '#connector': 'historyPk',
          ...(query.version !== undefined && { '#v': 'version' }),
        },
        ExpressionAttributeValues: {
          ':connector': { S: historyKey(query) },
          ...(query.version !== undefined && { ':version': { S: query.version } }),
        },
        ...(query.version !== undefined && { FilterExpression: '#v = :version' }),
      }),
    )

  return {
    page: async query => {
      const records: ImportRecord[] = []
      let start = query.after && indexKey(query, query.after)
      for (let tries = 0; tries < MAX_QUERIES; tries++) {
        const { Items = [], LastEvaluatedKey } = await runQuery(query, start)
        records.push(...Items.map(item => readRecord(importIdOf(item), item)))
        const last = records[query.limit - 1]
        if (last !== undefined && records.length > query.limit)
          return { records: records.slice(0, query.limit), next: last }
        if (LastEvaluatedKey === undefined) return { records }
        start = LastEvaluatedKey
      }
      return { records, ...(start && { next: positionOf(start) }) }
    },
  }
}

const indexKey = (query: HistoryQuery, { importId, startedAt }: HistoryPosition): Record<string, AttributeValue> => ({
  ...recordKey(importId),
  historyPk: { S: historyKey(query) },
  historySk: { S: `${startedAt}#${importId}` },
})

const importIdOf = (item: Record<string, AttributeValue>): string => item.pk?.S?.replace('IMPORT#', '') ?? ''

const positionOf = (item: Record<string, AttributeValue>): HistoryPosition => ({
  importId: importIdOf(item),
  startedAt: item.historySk?.S?.split('#')[0] ?? '',
})
