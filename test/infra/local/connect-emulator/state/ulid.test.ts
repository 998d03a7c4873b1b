import { expect, test } from 'vitest'
import { createUlid, ULID } from '../../../../../infra/local/connect-emulator/state/ulid.ts'

test('an id begins with the time', () => {
  const next = createUlid({ now: () => 1469918176385, random: () => 0 })
  expect(next()).toBe('01ARYZ6S410000000000000000')
})

test('ids ascend when the clock stops or goes back', () => {
  const times = [5000, 5000, 5000, 4000, 6000]
  const next = createUlid({ now: () => times.shift() ?? 0, random: () => 0.99999 })
  const ids = Array.from({ length: 5 }, next)
  expect(ids).toEqual([...new Set(ids)].sort())
  for (const id of ids) expect(id).toMatch(ULID)
})

test('ids follow the last one of an earlier run', () => {
  const after = '01ARYZ6S41ZZZZZZZZZZZZZZZZ'
  expect(createUlid({ now: () => 0, random: () => 0, after })()).toBe('01ARYZ6S420000000000000000')
})
