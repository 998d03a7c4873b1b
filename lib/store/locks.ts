import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { Target } from '../request/target.ts'

export type LockResult =
  | { readonly held: true }
  /** `owner`: import that holds the lock; `until`: expiry of its lease (epoch ms). */
  | { readonly held: false; readonly owner: string; readonly until: number }

/** One lock per target. Locks have a lease, so the lock of a crashed import expires. */
export type LockStore = {
  /** Takes the lock if it is free or expired, or renews it. The lease ends `seconds` from now. */
  readonly acquire: (target: Target, owner: string, seconds: number) => Promise<LockResult>
  /** Renews the lease, even an expired one, unless another import has taken the lock since. */
  readonly renew: (target: Target, owner: string, seconds: number) => Promise<LockResult>
  /** Releases the lock if this owner still holds it. */
  readonly release: (target: Target, owner: string) => Promise<void>
}

const lockKey = ({ organisationId, connectorId, version }: Target) => ({
  pk: { S: `TARGET#${organisationId}/${connectorId}/${version}` },
  sk: { S: 'LOCK' },
})

const MINE = 'attribute_not_exists(#owner) OR #owner = :owner'
const FREE = `${MINE} OR #until < :now`

/**
 * Creates the store of locks in a DynamoDB table. Items are deleted by the table's TTL one day after the lease.
 * @param now current time (epoch ms)
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
export function createLockStore(client: DynamoDBClient, table: string, now: () => number): LockStore {
  const take = async (target: Target, owner: string, seconds: number, condition: string): Promise<LockResult> => {
    const time = now()
    const until = time + seconds * 1000
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: lockKey(target),
          UpdateExpression: 'SET #owner = :owner, #until = :until, #expiresAt = :expiresAt',
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#owner': 'owner', '#until': 'until', '#expiresAt': 'expiresAt' },
          ExpressionAttributeValues: {
            ':owner': { S: owner },
            ':until': { N: String(until) },
            ...(condition === FREE && { ':now': { N: String(time) } }),
            ':expiresAt': { N: String(Math.ceil(until / 1000) + 86_400) },
          },
        }),
      )
      return { held: true }
    } catch (error) {
      if (!isConditionFailed(error)) throw error
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: lockKey(target), ConsistentRead: true }),
      )
      return { held: false, owner: Item?.owner?.S ?? 'another import', until: Number(Item?.until?.N ?? time) }
    }
  }

  const release: LockStore['release'] = async (target, owner) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: lockKey(target),
          UpdateExpression: 'SET #until = :zero',
          ConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner', '#until': 'until' },
          ExpressionAttributeValues: { ':owner': { S: owner }, ':zero': { N: '0' } },
        }),
      )
    } catch (error) {
      if (!isConditionFailed(error)) throw error
    }
  }

  return {
    acquire: (target, owner, seconds) => take(target, owner, seconds, FREE),
    renew: (target, owner, seconds) => take(target, owner, seconds, MINE),
    release,
  }
}

const isConditionFailed = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException'
