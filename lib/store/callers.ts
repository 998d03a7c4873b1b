import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import * as v from 'valibot'
import { Organisation } from '../request/target.ts'

/** Organisations of the callers of the API, for deployments whose callers outgrow an environment variable. */
export type CallerStore = {
  /**
   * Reads the organisations of a caller, `*` for all; none if it has no item.
   * @param principal ARN of a role or user, without its path
   */
  readonly organisationsOf: (principal: string) => Promise<readonly string[]>
}

/** Creates the store of callers in the table. An administrator writes its items; nothing else does. */
export function createCallerStore(client: DynamoDBClient, table: string): CallerStore {
  return {
    organisationsOf: async principal => {
      const Key = { pk: { S: `CALLER#${principal}` }, sk: { S: 'CALLER' } }
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }))
      return (Item?.organisations?.SS ?? []).filter(item => v.is(Organisation, item))
    },
  }
}
