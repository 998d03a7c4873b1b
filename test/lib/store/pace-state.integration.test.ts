import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { createPaceState } from '../../../lib/store/pace-state.ts'
import { local, TABLE, useTable } from './support.ts'

const client = useTable()

const stateOf = (secretId: string, platform = 'https://a.example/v1') =>
  createPaceState<{ readonly rate: number }>(client(), {
    table: TABLE,
    secretId,
    platform,
    now: () => 1_900_000_000_000,
  })

test('a value is written and read with its revision', async () => {
  const state = stateOf('one')
  expect(await state.read()).toEqual({ revision: 0 })
  expect(await state.write({ rate: 5 }, 0)).toBe(true)
  expect(await state.read()).toEqual({ value: { rate: 5 }, revision: 1 })
  expect(await state.write({ rate: 6 }, 1)).toBe(true)
  expect(await state.read()).toEqual({ value: { rate: 6 }, revision: 2 })
})

test('one of many concurrent writes of a revision succeeds', async () => {
  const state = stateOf('many')
  for (const revision of [0, 1]) {
    const written = await Promise.all([1, 2, 3, 4].map(rate => state.write({ rate }, revision)))
    expect(written.filter(Boolean)).toHaveLength(1)
  }
})

test('each token and each platform has a state of its own', async () => {
  await stateOf('own').write({ rate: 5 }, 0)
  expect(await stateOf('other').read()).toEqual({ revision: 0 })
  expect(await stateOf('own', 'https://b.example/v1').read()).toEqual({ revision: 0 })
})

test('an unreachable table is an error', async () => {
  const closed = new DynamoDBClient({ ...local, endpoint: 'http://127.0.0.1:1', maxAttempts: 1 })
  const state = createPaceState(closed, { table: TABLE, secretId: 't', platform: 'p', now: Date.now })
  await expect(state.read()).rejects.toThrow()
  await expect(state.write({}, 0)).rejects.toThrow()
  closed.destroy()
})
