import { expect, onTestFinished, test } from 'vitest'
import { type Platform, startPlatform } from '../../../../infra/local/connect-emulator/platform.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { pets } from './documents.ts'
import { contentsOf, SECRET_TOKEN, useStack } from './support.ts'

const { run, importer, uploadOf } = useStack()

/** Milliseconds that pass on the platform with each request, so that the rate does not depend on the machine. */
const REQUEST_MS = 250
/** Allows two requests at once, then every second one. */
const THROTTLE = { throttle: { requestsPerSecond: 2, retryAfterSeconds: 0 } }

const startCountingPlatform = async (connectors: readonly string[]): Promise<Platform> => {
  let started: Platform | undefined
  const now = (): number => Date.UTC(2026, 0) + (started?.requests.length ?? 0) * REQUEST_MS
  started = await startPlatform({ token: SECRET_TOKEN, now })
  onTestFinished(started.close)
  for (const connectorId of connectors)
    started.seedConnector({
      organisationId: ORGANISATION,
      connectorId,
      baseUrl: 'https://api.example.com',
      versions: ['v1'],
    })
  return started
}

test('every item is created exactly once under a rate limit', async () => {
  const platform = await startCountingPlatform(['calm', 'throttled'])
  await run('calm', pets(), { platformUrl: platform.url })
  platform.faults = THROTTLE
  expect(await run('throttled', pets(), { platformUrl: platform.url })).toMatchObject({
    outcome: 'succeeded',
    counts: { actions: { created: 8 }, definitions: { created: 4 } },
  })
  expect(contentsOf(platform, 'throttled', 'v1')).toEqual(contentsOf(platform, 'calm', 'v1'))
})

test('a throttled request counts as sent and as throttled', async () => {
  const platform = await startCountingPlatform(['counted'])
  platform.faults = THROTTLE
  const { requests } = await run('counted', pets(), { platformUrl: platform.url })
  const throttled = platform.requests.filter(({ status }) => status === 429).length
  expect(throttled).toBeGreaterThan(3)
  expect(requests).toMatchObject({ sent: platform.requests.length, throttled })
})

test('ten imports at once share the rate of the platform', async () => {
  const connectors = Array.from({ length: 10 }, (_, index) => `shared-${index}`)
  const platform = await startPlatform({ token: SECRET_TOKEN })
  onTestFinished(platform.close)
  for (const connectorId of connectors)
    platform.seedConnector({
      organisationId: ORGANISATION,
      connectorId,
      baseUrl: 'https://api.example.com',
      versions: ['v1'],
    })
  platform.faults = { throttle: { requestsPerSecond: 50, retryAfterSeconds: 1 } }
  const local = importer({ platformUrl: platform.url, settings: { MAX_REQUESTS_PER_SECOND: '50' } })
  const ids: string[] = []
  for (const name of connectors) ids.push(await local.start(uploadOf(name, pets(), {})))
  const reports = await Promise.all(ids.map(local.finish))
  expect(reports.map(({ outcome }) => outcome)).toEqual(connectors.map(() => 'succeeded'))
  const throttled = platform.requests.filter(({ status }) => status === 429).length
  expect(throttled / platform.requests.length).toBeLessThan(0.1)
})
