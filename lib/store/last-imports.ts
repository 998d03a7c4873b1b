import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb'
import { type ImportRecord, lastImportKey } from './records.ts'

/** Last import of a target, without dry runs and superseded imports. */
export type LastImport = Pick<
  ImportRecord,
  'importId' | 'target' | 'caller' | 'startedAt' | 'finishedAt' | 'reason' | 'counts' | 'document' | 'reportKey'
> & { readonly status: Exclude<ImportRecord['status'], 'queued' | 'running'> }

/** Selects the targets of an organisation. */
export type LastImportsQuery = {
  readonly organisationId: string
  /** `next` of the previous page. */
  readonly after?: TargetPosition | undefined
  /** Maximum number of targets on the page. */
  readonly limit: number
}

/** Position of a target in the list of its organisation. */
export type TargetPosition = Pick<ImportRecord['target'], 'connectorId' | 'version'>

export type LastImportsPage = {
  /** In the order of their connectors and versions. */
  readonly imports: readonly LastImport[]
  /** Position of the next page; absent on the last page. */
  readonly next?: TargetPosition
}

export type LastImports = { readonly page: (query: LastImportsQuery) => Promise<LastImportsPage> }

/** Creates the list of the last import of each target, which `finish` of the records writes. */
export function createLastImports(client: DynamoDBClient, table: string): LastImports {
  return {
    page: async ({ organisationId, after, limit }) => {
      const { pk = { S: '' } } = lastImportKey({ organisationId, connectorId: '', version: '' })
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          // One more item shows that there is a next page.
          Limit: limit + 1,
          KeyConditionExpression: 'pk = :organisation AND begins_with(sk, :connector)',
          ExpressionAttributeValues: { ':organisation': pk, ':connector': { S: 'CONNECTOR#' } },
          ...(after && { ExclusiveStartKey: lastImportKey({ organisationId, ...after }) }),
        }),
      )
      const imports = Items.slice(0, limit).map(({ last }) => JSON.parse(last?.S ?? '') as LastImport)
      const target = Items.length > limit ? imports.at(-1)?.target : undefined
      return {
        imports,
        ...(target && { next: { connectorId: target.connectorId, version: target.version } }),
      }
    },
  }
}

/** Largest page that is surely less than the 1 MB of one response. */
const PAGE = 200

/** Reads the last import of every target of an organisation. */
export async function readLastImports(list: LastImports, organisationId: string): Promise<readonly LastImport[]> {
  const all: LastImport[] = []
  let after: TargetPosition | undefined
  do {
    const page: LastImportsPage = await list.page({ organisationId, after, limit: PAGE })
    all.push(...page.imports)
    after = page.next
  } while (after !== undefined)
  return all
}
