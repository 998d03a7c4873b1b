import { expect, test } from 'vitest'
import type { Target } from '../../../lib/request/target.ts'
import { createLockStore } from '../../../lib/store/locks.ts'
import { TABLE, useTable } from './support.ts'

const client = useTable()

/** Returns a new target, and a lock store whose clock the test sets (ms). */
const setUp = (connectorId: string) => {
  const clock = { at: 1_900_000_000_000 }
  const locks = createLockStore(client(), TABLE, () => clock.at)
  const target: Target = { organisationId: 'org', connectorId, version: 'v1' }
  return { clock, locks, target }
}

test('one owner at a time; who comes second learns who has it and how long', async () => {
  const { clock, locks, target } = setUp('one')
  expect(await locks.acquire(target, 'a', 60)).toEqual({ held: true })
  expect(await locks.acquire(target, 'b', 60)).toEqual({ held: false, owner: 'a', until: clock.at + 60_000 })
})

test('exactly one of many concurrent owners gets the lock', async () => {
  const { locks, target } = setUp('many')
  const owners = Array.from({ length: 8 }, (_, i) => `owner-${i}`)
  const results = await Promise.all(owners.map(owner => locks.acquire(target, owner, 60)))
  expect(results.filter(({ held }) => held)).toHaveLength(1)
})

test('the owner renews the lease when it takes the lock again', async () => {
  const { clock, locks, target } = setUp('again')
  await locks.acquire(target, 'a', 60)
  clock.at += 50_000
  expect(await locks.acquire(target, 'a', 60)).toEqual({ held: true })
  clock.at += 50_000
  expect(await locks.acquire(target, 'b', 60)).toMatchObject({ held: false, owner: 'a' })
})

test('a lock with an expired lease is free', async () => {
  const { clock, locks, target } = setUp('over')
  await locks.acquire(target, 'a', 60)
  clock.at += 60_001
  expect(await locks.acquire(target, 'b', 60)).toEqual({ held: true })
  expect(await locks.acquire(target, 'a', 60)).toMatchObject({ held: false, owner: 'b' })
})

test('an expired lease is renewed, unless another owner has had the lock since', async () => {
  const { clock, locks, target } = setUp('renewed')
  await locks.acquire(target, 'a', 60)
  clock.at += 60_001
  expect(await locks.renew(target, 'a', 60)).toEqual({ held: true })
  expect(await locks.acquire(target, 'b', 60)).toMatchObject({ held: false, owner: 'a' })
  clock.at += 60_001
  await locks.acquire(target, 'b', 60)
  await locks.release(target, 'b')
  expect(await locks.renew(target, 'a', 60)).toMatchObject({ held: false, owner: 'b' })
})

test('only the owner can release a lock', async () => {
  const { locks, target } = setUp('released')
  await locks.acquire(target, 'a', 60)
  await locks.release(target, 'b')
  expect(await locks.acquire(target, 'b', 60)).toMatchObject({ held: false })
  await locks.release(target, 'a')
  expect(await locks.acquire(target, 'b', 60)).toEqual({ held: true })
})

test('releasing a lock that was never held is not an error', async () => {
  const { locks, target } = setUp('never')
  await expect(locks.release(target, 'a')).resolves.toBeUndefined()
})

test('each version has its own lock', async () => {
  const { locks, target } = setUp('versions')
  await locks.acquire(target, 'a', 60)
  expect(await locks.acquire({ ...target, version: 'v2' }, 'b', 60)).toEqual({ held: true })
})
