import { expect, test } from 'vitest'
import { PlatformStop } from '../../../../lib/import/platform/platform-error.ts'
import { removalStep } from '../../../../lib/import/write/remove.ts'
import type { Changes } from '../../../../lib/reconcile/decide/decide-changes.ts'
import { importKeys } from '../../../../lib/store/keys.ts'
import { reply } from '../../connect/support/server.ts'
import { CONCURRENCY, openPlatform, sessionOf } from '../support.ts'

test('a platform without delete gets only the first requests of a thousand', async () => {
  const { client, received } = await openPlatform((_, response) => reply(response, 405))
  const actions = Array.from({ length: 1_000 }, (_, i) => {
    return { name: `a${i}`, change: 'remove', id: String(i), reason: 'Gone.' } as const
  })
  const changes: Changes = {
    actions: [],
    triggers: [],
    definitions: [],
    removals: { actions, triggers: [], definitions: [], keptDefinitions: [] },
  }
  const step = removalStep(sessionOf(client, { changes: async () => changes }), { from: 0, to: actions.length })
  await expect(step).rejects.toBeInstanceOf(PlatformStop)
  // Time for requests that are in flight.
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(received.length).toBeLessThanOrEqual(CONCURRENCY)
})

test('a batch removes its actions and groups of definitions, and no other items', async () => {
  const { client, received } = await openPlatform((_, response) => reply(response, 204))
  const removal = (name: string) => ({ name, change: 'remove', id: name, reason: 'Gone.' }) as const
  const removals = {
    actions: ['a', 'b', 'c'].map(removal),
    triggers: [],
    definitions: [['D', 'E'], ['F'], ['G']].map(group => group.map(removal)),
    keptDefinitions: [{ ...removal('H'), change: 'keep', unread: '#/paths/~1h' } as const],
  }
  const changes: Changes = { actions: [], triggers: [], definitions: [], removals }
  const stored: unknown[] = []
  const session = sessionOf(client, {
    changes: async () => changes,
    keys: importKeys('imp-1'),
    dependencies: { objects: { writeJson: async (...object: unknown[]) => stored.push(...object) } },
  })
  expect(await removalStep(session, { from: 2, to: 5 })).toBe(4)
  expect(received.map(({ url, body }) => url.split('/').at(-1) + body)).toEqual([
    'c',
    'definitions{"names":["D","E"]}',
    'definitions{"names":["F"]}',
  ])
  expect(stored[0]).toBe('imports/imp-1/removals/2.json.gz')
  expect(await removalStep(session, { from: 5, to: 7 })).toBe(2)
  expect(received.slice(3).map(({ body }) => body)).toEqual(['{"names":["G"]}'])
  expect(stored.at(-1)).toMatchObject({
    definitions: [
      { name: 'G', change: 'remove', status: 'done' },
      { name: 'H', change: 'keep', status: 'skipped', problems: [{ code: 'document-incomplete' }] },
    ],
  })
})

test('the units of triggers follow those of actions', async () => {
  const { client, received } = await openPlatform((_, response) => reply(response, 204))
  const removal = (name: string) =>
    ({ name, change: 'remove', id: name, reason: 'Gone.', method: 'POST', path: name }) as const
  const changes: Changes = {
    actions: [],
    triggers: [],
    definitions: [],
    removals: {
      actions: [removal('a')],
      triggers: ['t', 'u'].map(removal),
      definitions: [[removal('D')]],
      keptDefinitions: [],
    },
  }
  const stored: unknown[] = []
  const session = sessionOf(client, {
    changes: async () => changes,
    keys: importKeys('imp-1'),
    dependencies: { objects: { writeJson: async (...object: unknown[]) => stored.push(...object) } },
  })
  expect(await removalStep(session, { from: 0, to: 2 })).toBe(2)
  expect(await removalStep(session, { from: 2, to: 4 })).toBe(2)
  expect(received.map(({ url }) => url.split('/').slice(-2).join('/'))).toEqual([
    'actions/a',
    'triggers/t',
    'triggers/u',
    'v1/definitions',
  ])
  expect(stored[1]).toMatchObject({
    actions: [{ name: 'a' }],
    triggers: [{ name: 't', method: 'POST', status: 'done' }],
  })
})
