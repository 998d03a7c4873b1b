import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import type { Target } from '../request/target.ts'

export type LockResult =
  | { readonly held: true }
  /** Who has the lock, and until when at least (milliseconds since 1970). */
  | { readonly held: false; readonly owner: string; readonly until: number }

/** One lock for each target, with a lease: an owner that vanishes loses it. */
export type LockStore = {
  /** Takes the lock, or holds on to it, for that many seconds from now. */
  readonly acquire: (target: Target, owner: string, seconds: number) => Promise<LockResult>
  /** Prolongs the lease, also one that is over; not where somebody else has had the lock since. */
  readonly renew: (target: Target, owner: string, seconds: number) => Promise<LockResult>
  /** Gives the lock back, where the owner still has it. */
  readonly release: (target: Target, owner: string) => Promise<void>
}

const keyOf = ({ organisationId, connectorId, version }: Target) => ({
  pk: { S: `TARGET#${organisationId}/${connectorId}/${version}` },
  sk: { S: 'LOCK' },
})

const MINE = 'attribute_not_exists(#owner) OR #owner = :owner'
const FREE = `${MINE} OR #until < :now`

export function createLockStore(client: DynamoDBClient, table: string, now: () => number): LockStore {
  const take = async (target: Target, owner: string, seconds: number, condition: string): Promise<LockResult> => {
    const at = now()
    const until = at + seconds * 1000
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf(target),
          UpdateExpression: 'SET #owner = :owner, #until = :until, #expiresAt = :expiresAt',
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#owner': 'owner', '#until': 'until', '#expiresAt': 'expiresAt' },
          ExpressionAttributeValues: {
            ':owner': { S: owner },
            ':until': { N: String(until) },
            ...(condition === FREE && { ':now': { N: String(at) } }),
            // The table forgets it a day later; until then an expired lease only waits for the next owner.
            ':expiresAt': { N: String(Math.ceil(until / 1000) + 86_400) },
          },
        }),
      )
      return { held: true }
    } catch (error) {
      if (!isRefusedCondition(error)) throw error
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: keyOf(target), ConsistentRead: true }),
      )
      return { held: false, owner: Item?.owner?.S ?? 'another import', until: Number(Item?.until?.N ?? at) }
    }
  }

  const release: LockStore['release'] = async (target, owner) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf(target),
          UpdateExpression: 'SET #until = :zero',
          ConditionExpression: '#owner = :owner',
          ExpressionAttributeNames: { '#owner': 'owner', '#until': 'until' },
          ExpressionAttributeValues: { ':owner': { S: owner }, ':zero': { N: '0' } },
        }),
      )
    } catch (error) {
      if (!isRefusedCondition(error)) throw error
    }
  }

  return {
    acquire: (target, owner, seconds) => take(target, owner, seconds, FREE),
    renew: (target, owner, seconds) => take(target, owner, seconds, MINE),
    release,
  }
}

const isRefusedCondition = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException'
