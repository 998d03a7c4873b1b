import { expect, test } from 'vitest'
import { comparable, reportOf, useChaosEnvironment } from './support/chaos-environment.ts'
import { createClock } from './support/clock.ts'
import { generateApi } from './support/generated-api.ts'
import { simulateProcess } from './support/simulated-process.ts'

const { seed, start, importDespite, contents, platform, importer, uploadOf } = useChaosEnvironment()
const first = generateApi(12)
const second = generateApi(12, 2)

test('two simultaneous imports into one target wait for each other', async () => {
  for (const connector of ['shared', 'calm']) seed(connector)
  const clock = createClock()
  const one = await start({ connector: 'shared', document: first, file: 'one.json', clock })
  const other = await start({ connector: 'shared', document: second, file: 'other.json', clock })
  const begin = platform().requests.length
  const reports = (await Promise.all([one.run(), other.run()])).map(reportOf)
  expect(reports.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded'])

  // Each import first reads the connector; the second one does so after the last request of the first one.
  const log = platform().requests.slice(begin)
  const looks = log.flatMap(({ path }, i) => (path.endsWith('/connectors/shared') ? [i] : []))
  expect(looks).toHaveLength(2)
  const [earlier] = reports.toSorted((a, b) => (a.finishedAt < b.finishedAt ? -1 : 1))
  expect(looks[1]).toBe(earlier?.requests.sent)

  const order = earlier?.document.location.endsWith('one.json') ? [first, second] : [second, first]
  for (const [i, document] of order.entries())
    await importDespite({ connector: 'calm', document, file: i === 0 ? 'a.json' : 'b.json' })
  expect(contents('shared')).toEqual(contents('calm'))
})

test('an upload that a newer one replaced ends as superseded and writes nothing', async () => {
  seed('overtaken')
  const older = await start({ connector: 'overtaken', document: first })
  const newer = await start({ connector: 'overtaken', document: second })
  const begin = platform().requests.length
  expect(await older.run()).toMatchObject({ outcome: 'superseded', counts: { operations: 0 } })
  expect(platform().requests.length).toBe(begin)
  expect(await newer.run()).toMatchObject({ outcome: 'succeeded' })
})

test('one event that is delivered twice starts one import', async () => {
  seed('twice')
  const started: string[] = []
  const local = importer()
  const begin = platform().requests.length
  for (const _ of ['once', 'again']) started.push(await local.start(uploadOf('twice', first, {})))
  const [importId = '', same] = started
  expect(same).toBe(importId)
  const [report, again] = await Promise.all([local.finish(importId), local.finish(importId)])
  expect(again).toEqual(report)
  const posts = platform()
    .requests.slice(begin)
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/actions'))
  expect(posts).toHaveLength(12)
})

test('the lock of a killed import is free when its lease has expired', async () => {
  seed('left')
  const clock = createClock()
  const killed = await start({ connector: 'left', document: first, file: 'killed.json', clock })
  expect(await killed.run(simulateProcess({ effect: 'request', at: 9, when: 'after' }))).toBe('crashed')
  const before = clock.now()
  const next = await start({ connector: 'left', document: second, file: 'next.json', clock })
  // No ledger has what the killed import has created.
  expect(await next.run()).toMatchObject({ outcome: 'conflicts' })
  expect(clock.now() - before).toBeGreaterThan(1_700_000)

  const left = contents('left')
  const resumed = await killed.run()
  expect(resumed).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('took over') })
  expect(contents('left')).toEqual(left)
})

test('an import that is resumed after its lease continues when no other import has taken the lock', async () => {
  for (const connector of ['paused', 'unpaused']) seed(connector)
  const clock = createClock()
  const paused = await start({ connector: 'paused', document: first, clock })
  expect(await paused.run(simulateProcess({ effect: 'request', at: 9, when: 'after' }))).toBe('crashed')
  // Half of the time that an execution has.
  await clock.sleep(43_200_000)
  const report = reportOf(await paused.run())
  expect(comparable(report)).toEqual(comparable(await importDespite({ connector: 'unpaused', document: first })))
  expect(contents('paused')).toEqual(contents('unpaused'))
})
