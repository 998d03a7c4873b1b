import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'

/** A small value that several imports change: each reads it, and replaces it if no other import was faster. */
export type PaceState<T> = {
  /** Reads the value; undefined if there is none. */
  readonly read: () => Promise<{ readonly value?: T; readonly revision: number }>
  /** Replaces the value. @returns false if another import has replaced it since `revision` was read */
  readonly write: (value: T, revision: number) => Promise<boolean>
}

/** Longest time of a request in milliseconds: an import does not wait for the state. */
const TIMEOUT = 1000
const DAY = 24 * 60 * 60

/**
 * Creates the state of the request rate of one token, as an item of the table. Both functions reject within a second if
 * the table can't be reached. The item is deleted by the table's TTL one day after its last change.
 * @param now current time (epoch ms)
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBMapper.OptimisticLocking.html
 */
export function createPaceState<T>(
  client: DynamoDBClient,
  { table, secretId, platform, now }: { table: string; secretId: string; platform: string; now: () => number },
): PaceState<T> {
  const Key = { pk: { S: `PACE#${secretId} ${platform}` }, sk: { S: 'PACE' } }
  const timeout = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT) })
  return {
    read: async () => {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }), timeout())
      const revision = Number(Item?.revision?.N ?? 0)
      const text = Item?.state?.S
      return text === undefined ? { revision } : { value: JSON.parse(text) as T, revision }
    },
    write: async (value, revision) => {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key,
            UpdateExpression: 'SET #state = :state, #revision = :next, #expiresAt = :expiresAt',
            ConditionExpression: revision === 0 ? 'attribute_not_exists(#revision)' : '#revision = :revision',
            ExpressionAttributeNames: { '#state': 'state', '#revision': 'revision', '#expiresAt': 'expiresAt' },
            ExpressionAttributeValues: {
              ':state': { S: JSON.stringify(value) },
              ':next': { N: String(revision + 1) },
              ...(revision !== 0 && { ':revision': { N: String(revision) } }),
              ':expiresAt': { N: String(Math.ceil(now() / 1000) + DAY) },
            },
          }),
          timeout(),
        )
        return true
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false
        throw error
      }
    },
  }
}
