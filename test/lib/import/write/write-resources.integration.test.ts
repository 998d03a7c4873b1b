import { expect, test } from 'vitest'
import type { Plan, PlannedAction } from '../../../../lib/conversion/plan.ts'
import { PlatformStop } from '../../../../lib/import/platform/platform-error.ts'
import type { BatchFile } from '../../../../lib/import/write/batch-file.ts'
import { createKnownForm } from '../../../../lib/import/write/resource-form.ts'
import { type ResourceBatch, resourceStep } from '../../../../lib/import/write/write-resources.ts'
import type { Changes } from '../../../../lib/reconcile/decide/decide-changes.ts'
import { importKeys } from '../../../../lib/store/keys.ts'
import { createPlaces, type Places } from '../../../../lib/util/concurrency.ts'
import { reply } from '../../connect/support/server.ts'
import { CONCURRENCY, openPlatform, sessionOf } from '../support.ts'

const COUNT = 50

const planned = (name: string): PlannedAction => {
  const common = { name, method: 'GET', path: `/${name}` } as const
  return { ...common, pointer: '#', problems: [], payload: { ...common, type: 'http', parameters: [], responses: [] } }
}

const PLAN: Plan = {
  document: { specification: '3.1.0', title: 'X', version: '1' },
  actions: Array.from({ length: COUNT }, (_, i) => planned(`a${i}`)),
  triggers: [],
  definitions: [],
  requests: [],
  unread: [],
  unreadEvents: [],
  diagnostics: [],
}
const CHANGES: Changes = {
  actions: PLAN.actions.map(() => ({ change: 'create' })),
  triggers: [],
  definitions: [],
  removals: { actions: [], triggers: [], definitions: [], keptDefinitions: [] },
}

/**
 * Prepares a batch of fifty actions on a platform that accepts `takes` of them and then refuses the token, until reset.
 * Each request takes `requestMs` on the session's clock.
 */
const setUp = async (takes: number, requestMs = 0) => {
  let left = takes
  let time = 0
  const { client, received, renewToken } = await openPlatform(({ method, body }, response) => {
    time += requestMs
    if (left === 0) return reply(response, 401)
    if (method === 'GET') return reply(response, 404, { code: 'not_found', message: 'There is none.' })
    left -= 1
    const { name } = JSON.parse(body)
    reply(response, 201, { ...planned(name).payload, id: name })
  })
  const stored = new Map<string, unknown>()
  const objects = {
    readJson: async (key: string) => stored.get(key),
    writeJson: async (key: string, value: unknown) => stored.set(key, value),
  }
  const keys = importKeys('imp-1')
  const kept: string[] = []
  const session = sessionOf(client, {
    keys,
    dependencies: { objects, now: () => time },
    plan: async () => PLAN,
    changes: async () => CHANGES,
    accepts: async () => new Map(),
    form: createKnownForm(),
    once: (name, make) => {
      kept.push(name)
      return make()
    },
  })
  const stepOf = (batch: ResourceBatch['batch'], places: Places) =>
    resourceStep(session, { kind: 'actions', batch, places, known: new Map() })
  return {
    received,
    kept,
    stepOf,
    step: () => stepOf({ from: 0, to: COUNT }, createPlaces(client.concurrency)),
    results: () => (stored.get(keys.actions(0)) as BatchFile).results,
    store: (value: unknown) => stored.set(keys.actions(0), value),
    renewToken: () => {
      renewToken()
      left = COUNT
    },
  }
}

test('a batch is settled, with one result per action', async () => {
  const { step, results } = await setUp(COUNT)
  expect(await step()).toEqual({ settled: COUNT, isDone: true })
  expect(results().map(({ name }) => name)).toEqual(PLAN.actions.map(({ name }) => name))
})

test('a refused token stops the batch, and the next attempt continues with the other actions', async () => {
  const { step, results, received, renewToken } = await setUp(10)
  await expect(step()).rejects.toBeInstanceOf(PlatformStop)
  // Each concurrent request also tries a renewed token.
  expect(received.length).toBeLessThanOrEqual(10 + 2 * CONCURRENCY)
  expect(results()).toHaveLength(10)
  const before = received.length
  renewToken()
  expect(await step()).toEqual({ settled: COUNT, isDone: true })
  const posted = received.slice(before).filter(({ method }) => method === 'POST')
  expect(posted).toHaveLength(COUNT - 10)
})

test('a slow batch ends in parts of five minutes, and looks up nothing between them', async () => {
  const { step, results, received } = await setUp(COUNT, 20_000)
  const parts: number[] = []
  for (let isDone = false; !isDone; ) {
    const part = await step()
    parts.push(part.settled)
    isDone = part.isDone
  }
  expect(parts.length).toBeGreaterThan(2)
  expect(parts.reduce((sum, settled) => sum + settled)).toBe(COUNT)
  expect(received.map(({ method }) => method)).toEqual(Array.from({ length: COUNT }, () => 'POST'))
  expect(results()).toHaveLength(COUNT)
})

test('the results of a batch are kept for the report once it is done, not those of a part', async () => {
  const { step, kept } = await setUp(COUNT, 20_000)
  const after: string[][] = []
  for (let isDone = false; !isDone; ) {
    isDone = (await step()).isDone
    after.push([...kept])
  }
  expect(after.at(-1)).toEqual([importKeys('imp-1').actions(0)])
  expect(after.slice(0, -1).flat()).toEqual([])
})

test('actions are looked up after a part was interrupted', async () => {
  const { step, results, received, store } = await setUp(COUNT)
  const settled = PLAN.actions.slice(0, 20).map(({ name }) => ({ name, change: 'create', status: 'done' }))
  store({ results: settled, counted: 20, isOpen: true })
  expect(await step()).toEqual({ settled: COUNT - 20, isDone: true })
  expect(received.filter(({ method }) => method === 'GET')).toHaveLength(COUNT - 20)
  expect(results()).toHaveLength(COUNT)
})

test('a batch that waits for the places of a slow one ends with it, after one item', async () => {
  const { stepOf, received } = await setUp(COUNT, 20_000)
  const places = createPlaces(2 * CONCURRENCY)
  const parts = await Promise.all([stepOf({ from: 0, to: 25 }, places), stepOf({ from: 25, to: COUNT }, places)])
  const [first, second] = parts.map(({ settled }) => settled)
  expect(first).toBeGreaterThan(15)
  expect(second).toBe(1)
  // Five minutes, and what had a place at their end.
  expect(received.length).toBeLessThanOrEqual(15 + 2 * CONCURRENCY)
})
