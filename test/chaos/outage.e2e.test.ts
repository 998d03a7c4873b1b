import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { createLockStore } from '../../lib/store/locks.ts'
import { ORGANISATION } from '../infra/local/connect-emulator/harness.ts'
import { createClock } from './support/clock.ts'
import { shop } from './support/shop.ts'
import { facts, reportOf, useWorld } from './support/world.ts'

const { seed, start, survive, contents, platform, stack } = useWorld()
const document = shop(12)
const outage = { failures: 5, milliseconds: 300 }

/** Lets the platform go down at its n-th request from now. @returns ends that */
const goDownAt = (request: number): (() => void) => {
  const begin = platform().requests.length
  const timer = setInterval(() => {
    if (platform().requests.length - begin >= request) platform().faults = { failRate: 1 }
  }, 1)
  return () => {
    clearInterval(timer)
    platform().faults = {}
  }
}

test('a platform that goes down is waited for with its target held, and then the rest is done', async () => {
  for (const connector of ['down', 'calm']) seed(connector)
  const target = { organisationId: ORGANISATION, connectorId: 'down', version: 'v1' }
  const clock = createClock()
  const slept: number[] = []
  const takeovers: boolean[] = []
  const end = goDownAt(10)
  const sleep = async (milliseconds: number): Promise<void> => {
    slept.push(Math.round(milliseconds / 1000))
    const atItsEnd = createLockStore(
      new DynamoDBClient({}),
      stack().environment.TABLE ?? '',
      () => clock.now() + milliseconds,
    )
    takeovers.push((await atItsEnd.acquire(target, 'another', 60)).held)
    if (slept.length === 3) end()
    await clock.sleep(milliseconds)
  }
  const tuning = { outage, outageWaits: [60, 120, 300, 600], leaseSeconds: 30, batchSize: 20 }
  const { live } = await start({ connector: 'down', document, clock: { now: clock.now, sleep }, tuning })
  const begin = platform().requests.length
  const report = reportOf(await live().finally(end))
  expect(slept).toEqual([60, 120, 300])
  expect(takeovers).toEqual([false, false, false])
  expect(facts(report)).toEqual(facts(await survive({ connector: 'calm', document })))
  expect(contents('down')).toEqual(contents('calm'))
  const created = platform()
    .requests.slice(begin)
    .filter(({ method, path, status }) => method === 'POST' && path.includes('/down/') && status === 201)
  // One request of definitions, and one for each action.
  expect(created).toHaveLength(13)
})

test('a platform that stays down fails the import once nothing is left to wait for; the next one does what is left', async () => {
  for (const connector of ['gone', 'calm-too']) seed(connector)
  const { now, sleep } = createClock()
  let waited = 0
  const clock = {
    now,
    sleep: (milliseconds: number): Promise<void> => {
      waited += milliseconds
      return sleep(milliseconds)
    },
  }
  const end = goDownAt(10)
  const { live } = await start({ connector: 'gone', document, clock, tuning: { outage, clock } })
  const report = reportOf(await live().finally(end))
  expect(waited).toBeLessThan(10_000)
  expect(report).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/the platform is unavailable \(status 503\); try again when it is back\.$/),
  })
  expect(report.actions).toHaveLength(12)

  const rest = await survive({ connector: 'gone', document })
  expect(rest).toMatchObject({ outcome: 'succeeded', counts: { actions: { failed: 0 } } })
  expect(rest.counts.actions.created + rest.counts.actions.unchanged).toBe(12)
  await survive({ connector: 'calm-too', document })
  expect(contents('gone')).toEqual(contents('calm-too'))
})
