import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { createLockStore } from '../../lib/store/locks.ts'
import { ORGANISATION } from '../infra/local/connect-emulator/harness.ts'
import { comparable, reportOf, useChaosEnvironment } from './support/chaos-environment.ts'
import { createClock } from './support/clock.ts'
import { generateApi } from './support/generated-api.ts'

const { seed, start, importDespite, contents, platform, stack } = useChaosEnvironment()
const document = generateApi(12)
const outage = { failures: 5, milliseconds: 300 }

/** Makes the platform fail from its n-th request on. @returns a function that ends the failure */
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

test('an import waits for a platform that is down, keeps its lock, and then does the rest', async () => {
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
  const { run } = await start({ connector: 'down', document, clock: { now: clock.now, sleep }, tuning })
  const begin = platform().requests.length
  const report = reportOf(await run().finally(end))
  expect(slept).toEqual([60, 120, 300])
  expect(takeovers).toEqual([false, false, false])
  expect(comparable(report)).toEqual(comparable(await importDespite({ connector: 'calm', document })))
  expect(contents('down')).toEqual(contents('calm'))
  const created = platform()
    .requests.slice(begin)
    .filter(({ method, path, status }) => method === 'POST' && path.includes('/down/') && status === 201)
  // One request of definitions, and one for each action.
  expect(created).toHaveLength(13)
})

test('an import fails when the platform stays down too long; the next import does the rest', async () => {
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
  const { run } = await start({ connector: 'gone', document, clock, tuning: { outage, clock } })
  const report = reportOf(await run().finally(end))
  expect(waited).toBeLessThan(10_000)
  expect(report).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/the platform is unavailable \(status 503\)\. Run the import again later\.$/),
  })
  expect(report.actions).toHaveLength(12)

  const rest = await importDespite({ connector: 'gone', document })
  expect(rest).toMatchObject({ outcome: 'succeeded', counts: { actions: { failed: 0 } } })
  expect(rest.counts.actions.created + rest.counts.actions.unchanged).toBe(12)
  await importDespite({ connector: 'calm-too', document })
  expect(contents('gone')).toEqual(contents('calm-too'))
})

/** Waits of a deployed function, in seconds. */
const DEPLOYED_WAITS = [60, 120, 300, 600, 1_800, 3_600, 7_200]
const FOUR_HOURS = 4 * 3_600_000

test.each([50, 1_200, 16_000])(
  'a platform that never returns ends an import of %i operations within four hours',
  async operations => {
    const connector = `never-returns-${operations}`
    seed(connector)
    const clock = createClock()
    const begin = clock.now()
    const end = goDownAt(20)
    const tuning = { outage, clock, outageWaits: DEPLOYED_WAITS, batchSize: 50, concurrency: 16 }
    const { run } = await start({ connector, document: generateApi(operations), clock, tuning })
    const report = reportOf(await run().finally(end))
    expect(report).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('unavailable') })
    expect(clock.now() - begin).toBeLessThan(FOUR_HOURS)
  },
)
