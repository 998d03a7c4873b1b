import { expect, test } from 'vitest'
import { createClock } from './support/clock.ts'
import { createLife } from './support/life.ts'
import { shop } from './support/shop.ts'
import { facts, reportOf, useWorld } from './support/world.ts'

const { seed, start, survive, contents, platform, importer, uploadOf } = useWorld()
const first = shop(12)
const second = shop(12, 2)

test('two imports into one target at once wait for each other', async () => {
  for (const connector of ['shared', 'calm']) seed(connector)
  const clock = createClock()
  const one = await start({ connector: 'shared', document: first, file: 'one.json', clock })
  const other = await start({ connector: 'shared', document: second, file: 'other.json', clock })
  const begin = platform().requests.length
  const reports = (await Promise.all([one.live(), other.live()])).map(reportOf)
  expect(reports.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded'])

  // Each begins with a look at the connector; the second one looks when the first has sent its last request.
  const log = platform().requests.slice(begin)
  const looks = log.flatMap(({ path }, i) => (path.endsWith('/connectors/shared') ? [i] : []))
  expect(looks).toHaveLength(2)
  const [earlier] = reports.toSorted((a, b) => (a.finishedAt < b.finishedAt ? -1 : 1))
  expect(looks[1]).toBe(earlier?.requests.sent)

  const order = earlier?.document.location.endsWith('one.json') ? [first, second] : [second, first]
  for (const [i, document] of order.entries())
    await survive({ connector: 'calm', document, file: i === 0 ? 'a.json' : 'b.json' })
  expect(contents('shared')).toEqual(contents('calm'))
})

test('an upload that was overtaken by a newer one ends as superseded and writes nothing', async () => {
  seed('overtaken')
  const older = await start({ connector: 'overtaken', document: first })
  const newer = await start({ connector: 'overtaken', document: second })
  const begin = platform().requests.length
  expect(await older.live()).toMatchObject({ outcome: 'superseded', counts: { operations: 0 } })
  expect(platform().requests.length).toBe(begin)
  expect(await newer.live()).toMatchObject({ outcome: 'succeeded' })
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

test('what a killed import held is free when its lease is over', async () => {
  seed('left')
  const clock = createClock()
  const killed = await start({ connector: 'left', document: first, file: 'killed.json', clock })
  expect(await killed.live(createLife({ edge: 'request', at: 9, when: 'after' }))).toBe('died')
  const before = clock.now()
  const next = await start({ connector: 'left', document: second, file: 'next.json', clock })
  expect(await next.live()).toMatchObject({ outcome: 'succeeded' })
  expect(clock.now() - before).toBeGreaterThan(1_700_000)

  const left = contents('left')
  const resumed = await killed.live()
  expect(resumed).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('took over') })
  expect(contents('left')).toEqual(left)
})

test('an import that is resumed after its lease, with nobody in between, goes on', async () => {
  for (const connector of ['paused', 'unpaused']) seed(connector)
  const clock = createClock()
  const paused = await start({ connector: 'paused', document: first, clock })
  expect(await paused.live(createLife({ edge: 'request', at: 9, when: 'after' }))).toBe('died')
  await clock.sleep(86_400_000)
  const report = reportOf(await paused.live())
  expect(facts(report)).toEqual(facts(await survive({ connector: 'unpaused', document: first })))
  expect(contents('paused')).toEqual(contents('unpaused'))
})
