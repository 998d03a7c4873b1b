import { expect, test } from 'vitest'
import type { Report } from '../../../../lib/report/report.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { pets } from './documents.ts'
import { type Changes, SECRET_TOKEN, useStack } from './support.ts'

const { seed, run, platform, contents, writesDuring } = useStack()

const ok = { responses: { 200: { description: 'Fine.' } } }
const event = (summary: string, schema: object = { $ref: '#/components/schemas/Pet' }) => ({
  post: { summary, requestBody: { content: { 'application/json': { schema } } }, ...ok },
})

/** Pets with webhooks, and a callback of one operation. */
const withEvents = (webhooks: Readonly<Record<string, object>> = EVENTS) => {
  const document = pets(1)
  const callbacks = { petMoved: { '{$request.body#/url}': event('A pet has moved', { type: 'object' }) } }
  const paths = { ...document.paths, '/watch': { post: { operationId: 'watch', callbacks, ...ok } } }
  return { ...document, paths, webhooks }
}
const EVENTS = { petSold: event('A pet is sold'), petLost: event('A pet is lost') }

const triggersOf = ({ triggers }: Report) => triggers.map(({ name, change, status }) => `${name} ${change} ${status}`)
const namesOf = (connector: string, version?: string) => contents(connector, version).triggers.map(({ name }) => name)

const edit = async (connector: string, name: string, fields: object) => {
  const url = `${platform().url}/o/${ORGANISATION}/connectors/${connector}/versions/v1/triggers/${name}`
  const headers = { authorization: `Bearer ${SECRET_TOKEN}`, 'content-type': 'application/json' }
  const { errors: _, ...stored } = (await (await fetch(url, { headers })).json()) as { errors: unknown }
  const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ ...stored, ...fields }) })
  expect(answer.status).toBe(200)
}

test('webhooks and callbacks become triggers, and nothing is written when nothing has changed', async () => {
  seed('first')
  const report = await run('first', withEvents())
  expect(report).toMatchObject({
    outcome: 'succeeded',
    counts: { operations: 3, actions: { created: 3 }, triggers: { created: 3 }, definitions: { created: 5 } },
  })
  expect(report.triggers.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST petSold',
    'POST petLost',
    'POST POST /watch petMoved {$request.body#/url}',
  ])
  expect(contents('first').triggers).toMatchObject([
    { name: 'petLost', requestBody: ['Pet'] },
    { name: 'petMoved', requestBody: ['petMoved_Trigger_Request'] },
    { name: 'petSold', summary: 'A pet is sold', requestBody: ['Pet'] },
  ])
  const writes = await writesDuring(async () => {
    expect(await run('first', withEvents())).toMatchObject({
      outcome: 'unchanged',
      counts: { actions: { unchanged: 3 }, triggers: { unchanged: 3 }, definitions: { unchanged: 5 } },
    })
  })
  expect(writes).toEqual([])
})

test('a document with webhooks alone succeeds', async () => {
  seed('alone')
  const report = await run('alone', {
    openapi: '3.1.0',
    info: { title: 'A', version: '1' },
    webhooks: { a: { post: ok } },
  })
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { operations: 0, triggers: { created: 1 } } })
})

test('changed, renamed and removed events reach the platform, and edits on it are kept', async () => {
  seed('changes')
  await run('changes', withEvents({ ...EVENTS, mine: event('Mine'), gone: event('Gone') }))
  await edit('changes', 'mine', { summary: 'Edited' })
  const sold = { post: { ...event('A pet has a new owner').post, operationId: 'sold' } }
  const report = await run(
    'changes',
    withEvents({ petSold: sold, petLost: event('A pet is missed'), mine: event('Mine') }),
    {
      options: { removed: 'delete' },
    },
  )
  expect(triggersOf(report)).toEqual([
    'sold update done',
    'petLost update done',
    'mine keep skipped',
    'petMoved unchanged done',
    'gone remove done',
  ])
  expect(namesOf('changes')).toEqual(['mine', 'petLost', 'petMoved', 'sold'])
})

test.each([
  ['none', []],
  ['webhooks', ['petLost', 'petSold']],
  ['all', ['petLost', 'petMoved', 'petSold']],
] as const)('with triggers %s, these are made: %s', async (triggers, names) => {
  seed(`only-${triggers}`)
  const report = await run(`only-${triggers}`, withEvents(), { options: { triggers } })
  expect(namesOf(`only-${triggers}`)).toEqual(names)
  expect(report.counts.triggers).toMatchObject({ created: names.length, skipped: 3 - names.length })
})

test('triggers that are not wanted any more are kept until their removal is asked for', async () => {
  seed('unwanted')
  await run('unwanted', withEvents())
  const kept = await run('unwanted', withEvents(), { options: { triggers: 'none', removed: 'delete' } })
  expect(kept.counts.triggers).toMatchObject({ skipped: 3, removed: 0 })
  const options = { triggers: 'none', removed: 'delete-filtered', confirm: true } as const
  const removed = await run('unwanted', withEvents(), { options })
  expect(removed.counts.triggers).toMatchObject({ removed: 3 })
  expect(namesOf('unwanted')).toEqual([])
})

test.each([404, 405, 501] as const)('without a route for triggers (%s), the actions are imported', async status => {
  const connector = `without-${status}`
  seed(connector)
  platform().faults = { notImplemented: ['GET triggers'], notImplementedStatus: status }
  const report = await run(connector, withEvents())
  expect(report).toMatchObject({
    outcome: 'succeeded',
    counts: { actions: { created: 3 }, triggers: { skipped: 3 }, definitions: { created: 4, skipped: 1 } },
  })
  expect(report.triggers[0]?.reason).toMatch(/does not support triggers.*\/triggers/)
})

test.each([404, 405, 501] as const)(
  'without a route that creates triggers (%s), one request finds it out',
  async status => {
    const connector = `without-creation-${status}`
    seed(connector)
    platform().faults = { notImplemented: ['POST triggers'], notImplementedStatus: status }
    const events = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`event${i}`, event(`Event ${i}`)]))
    const writes = await writesDuring(async () => {
      const report = await run(connector, withEvents(events), { settings: { CONCURRENCY: '1', BATCH_SIZE: '10' } })
      expect(report).toMatchObject({
        outcome: 'succeeded',
        counts: { actions: { created: 3 }, triggers: { skipped: 41 } },
      })
      expect(new Set(report.triggers.map(({ reason }) => reason)).size).toBe(1)
      expect(report.triggers[0]?.reason).toMatch(/^Not created: the platform does not support triggers\. .*\/triggers/)
    })
    // Batches are written at the same time.
    expect(writes.filter(write => write === `POST ${status}`).length).toBeLessThanOrEqual(4)

    platform().faults = {}
    expect(await run(connector, withEvents(events))).toMatchObject({ counts: { triggers: { created: 41 } } })
  },
)

test('triggers that the platform refuses fail by themselves', async () => {
  seed('refused')
  platform().faults = { rejectTriggers: ['petSold'] }
  const report = await run('refused', withEvents())
  expect(report).toMatchObject({
    outcome: 'partial',
    counts: { actions: { created: 3 }, triggers: { created: 2, failed: 1 } },
  })
  platform().faults = {}
  expect(await run('refused', withEvents())).toMatchObject({
    outcome: 'succeeded',
    counts: { triggers: { created: 1 } },
  })
})

test.each(['PUT triggers', 'DELETE triggers'] as const)('without %s, a fresh draft has all items', async feature => {
  const connector = feature.replace(' ', '-')
  seed(connector)
  await run(connector, withEvents({ ...EVENTS, gone: event('Gone') }))
  platform().faults = { notImplemented: [feature] }
  const changes: Changes = { options: { removed: 'delete', confirm: true } }
  const report = await run(connector, withEvents({ petSold: event('New'), petLost: event('A pet is lost') }), changes)
  expect(report).toMatchObject({
    outcome: 'succeeded',
    target: { version: 'v1-r2' },
    counts: { triggers: { removed: 1 } },
  })
  expect(namesOf(connector, 'v1-r2')).toEqual(['petLost', 'petMoved', 'petSold'])
  expect(contents(connector, 'v1-r2').actions).toHaveLength(3)
  platform().faults = {}
  const again = await run(connector, withEvents({ petSold: event('New'), petLost: event('A pet is lost') }), changes)
  expect(again).toMatchObject({ outcome: 'unchanged', target: { version: 'v1-r2' } })
})

test('a document without events costs no request for triggers', async () => {
  seed('plain')
  const before = platform().requests.length
  await run('plain', pets(1))
  const requests = platform().requests.slice(before)
  expect(requests.filter(({ path }) => path.includes('/triggers'))).toEqual([])
})

test('lost answers make no trigger twice', async () => {
  seed('lost')
  platform().faults = { loseAnswerEvery: 2 }
  const report = await run('lost', withEvents())
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { triggers: { created: 3 } } })
  expect(namesOf('lost')).toEqual(['petLost', 'petMoved', 'petSold'])
})
