import { expect, onTestFinished, test } from 'vitest'
import type { Faults } from '../../../../infra/local/connect-emulator/faults/settings.ts'
import { petActions, pets } from './documents.ts'
import { startProxy } from './proxy.ts'
import { SECRET_TOKEN, TOKEN_SECRET_ID, useStack } from './support.ts'

const { seed, run, contents, platform, stack } = useStack()

test('a refused action is reported with its reason; the others are created', async () => {
  seed('refused')
  platform().faults = { rejectActions: ['putPet1'] }
  const report = await run('refused', pets())
  expect(report).toMatchObject({ outcome: 'partial', counts: { actions: { created: 7, failed: 1 } } })
  const [failed] = report.actions.filter(({ status }) => status === 'failed')
  expect(failed).toMatchObject({ name: 'putPet1', reason: expect.stringContaining('"putPet1" is rejected') })
  expect(contents('refused').actions.map(({ name }) => name)).toEqual(petActions().filter(name => name !== 'putPet1'))
})

test('the next import creates a refused action', async () => {
  seed('made-up')
  platform().faults = { rejectActions: ['putPet1'] }
  await run('made-up', pets())
  platform().faults = {}
  expect(await run('made-up', pets())).toMatchObject({
    outcome: 'succeeded',
    counts: { actions: { created: 1, unchanged: 7 } },
  })
})

test('the import fails if every action is refused', async () => {
  seed('all-refused')
  platform().faults = { rejectActions: petActions() }
  expect(await run('all-refused', pets())).toMatchObject({ outcome: 'failed', counts: { actions: { failed: 8 } } })
})

const unruly: [string, Faults][] = [
  ['every third response is lost after the write', { loseAnswerEvery: 3 }],
  ['every response is lost after the write', { loseAnswerEvery: 1 }],
  ['every fifth request fails', { failEvery: 5, failStatus: 500 }],
  ['every fourth response is HTML of a gateway', { failEvery: 4, failStatus: 502 }],
  [
    'all of these happen',
    { loseAnswerEvery: 5, failEvery: 7, throttle: { requestsPerSecond: 40, retryAfterSeconds: 0 } },
  ],
]

/** On a slow machine, three failures in a row may take long; they must not count as an outage. */
const NO_OUTAGE = { OUTAGE_AFTER: '3600' }

test.each(unruly)('every item is created exactly once although %s', async (trouble, faults) => {
  const connector = trouble.replaceAll(' ', '-')
  seed('calm')
  seed(connector)
  await run('calm', pets())
  const begin = platform().requests.length
  platform().faults = faults
  const report = await run(connector, pets(), { settings: NO_OUTAGE })
  expect(report).toMatchObject({
    outcome: 'succeeded',
    counts: { actions: { created: 8 }, definitions: { created: 4 } },
  })
  expect(contents(connector)).toEqual(contents('calm'))
  const statuses = platform()
    .requests.slice(begin)
    .map(({ status }) => status)
  expect(statuses.some(status => status === null || status === 429 || status >= 500)).toBe(true)
})

test('an outage during the actions does not repeat the ones that were created', async () => {
  seed('interrupted')
  const begin = platform().requests.length
  const actionPosts = (): (number | null)[] =>
    platform()
      .requests.slice(begin)
      .flatMap(({ method, path, status }) => (method === 'POST' && path.endsWith('/actions') ? [status] : []))
  let dropped = 0
  const platformUrl = await startProxy(platform().url, () => {
    if (actionPosts().length !== 2 || dropped === 6) return undefined
    dropped += 1
    return 'drop'
  })
  // More waits than dropped requests, since each wait ends with a request.
  const settings = { CONCURRENCY: '1', OUTAGE_WAITS: '1,1,1,1,1,1,1,1' }
  const report = await run('interrupted', pets(), { platformUrl, settings })
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { actions: { created: 8 } } })
  expect(dropped).toBe(6)
  expect(actionPosts()).toEqual(Array.from({ length: 8 }, () => 201))
})

test('a token that is rotated during an import is fetched again', async () => {
  seed('rotated')
  const next = `${SECRET_TOKEN}-next`
  const { secrets } = stack()
  const fetched = secrets.fetches(TOKEN_SECRET_ID)
  const begin = platform().requests.length
  platform().faults = { rotateTokenAfter: 6, nextToken: next, latencyMs: 10 }
  // The secret is renewed after the function has fetched the old value, and before the platform refuses it.
  const renewal = setInterval(() => {
    if (platform().requests.length > begin) secrets.set(TOKEN_SECRET_ID, next)
  }, 1)
  onTestFinished(() => {
    clearInterval(renewal)
    platform().setToken(SECRET_TOKEN)
    secrets.set(TOKEN_SECRET_ID, SECRET_TOKEN)
  })
  expect(await run('rotated', pets())).toMatchObject({ outcome: 'succeeded', counts: { actions: { created: 8 } } })
  expect(
    platform()
      .requests.slice(begin)
      .some(({ status }) => status === 401),
  ).toBe(true)
  expect(secrets.fetches(TOKEN_SECRET_ID) - fetched).toBe(2)
})
