import { expect, test } from 'vitest'
import { definitionStep, updateDefinition } from '../../../../lib/import/write/write-definitions.ts'
import { importKeys } from '../../../../lib/store/keys.ts'
import { reply } from '../../connect/support/server.ts'
import { plan } from '../../report/fixtures.ts'
import { openPlatform, sessionOf } from '../support.ts'

const DEFINITION = {
  name: 'X',
  accept: ['application/json'],
  content: '{"type":"string"}',
  references: [],
  pointer: '#/components/schemas/X',
  problems: [],
}
const OLD = { id: '1', url: 'https://platform.example/1' }
const NEW = { id: '2', url: 'https://platform.example/2' }

/** Updates a definition on a platform that answers PUT with `body`, and POST with a new definition. */
const put = async (status: number, body: unknown) => {
  const { client, received } = await openPlatform(({ method }, response) => {
    if (method === 'PUT') return reply(response, status, body)
    reply(response, 201, { definitions: [{ ...NEW, name: 'X', accept: [] }] })
  })
  const known = new Map([['X', OLD]])
  const result = await updateDefinition(client, DEFINITION, { change: 'update', ...OLD }, known)
  return { result, known: known.get('X'), methods: received.map(({ method }) => method) }
}

test('a definition is updated in place', async () => {
  const { result, known } = await put(200, { ...OLD, name: 'X', accept: [] })
  expect(result).toEqual({ name: 'X', change: 'update', status: 'done', ...OLD })
  expect(known).toEqual(OLD)
})

test('a definition that was deleted since is created with a new id', async () => {
  const { result, known, methods } = await put(404, { code: 'not_found', message: 'There is none.' })
  expect(result).toEqual({ name: 'X', change: 'create', status: 'done', ...NEW })
  expect(known).toEqual(NEW)
  expect(methods).toEqual(['PUT', 'POST'])
})

const FORMER = { change: 'update', ...OLD, renamedFrom: 'W', reason: 'Renamed from W.' } as const

test('a renamed definition is updated under its former name', async () => {
  const { client, received } = await openPlatform((_request, response) => reply(response, 200, { ...OLD, name: 'X' }))
  const result = await updateDefinition(client, DEFINITION, FORMER, new Map([['X', OLD]]))
  expect(result).toEqual({ name: 'X', status: 'done', ...FORMER })
  expect(received.map(({ method, url }) => `${method} ${url.split('/').at(-1)}`)).toEqual(['PUT W'])
  expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ id: '1', name: 'X' })
})

test('a definition that an earlier attempt has renamed is updated under its new name', async () => {
  const { client, received } = await openPlatform(({ url }, response) => {
    if (url.endsWith('/W')) return reply(response, 404, { code: 'not_found', message: 'There is none.' })
    reply(response, 200, { ...OLD, name: 'X', accept: [] })
  })
  const result = await updateDefinition(client, DEFINITION, FORMER, new Map([['X', OLD]]))
  expect(result).toMatchObject({ change: 'update', status: 'done', ...OLD })
  expect(received.map(({ method, url }) => `${method} ${url.split('/').at(-1)}`)).toEqual(['PUT W', 'GET X', 'PUT X'])
})

test('a definition that the platform does not rename is created', async () => {
  const { client } = await openPlatform(({ method }, response) => {
    if (method === 'PUT') return reply(response, 400, { code: 'invalid', message: 'The name is read-only.' })
    reply(response, 201, { definitions: [{ ...NEW, name: 'X', accept: [] }] })
  })
  const known = new Map([['X', OLD]])
  const result = await updateDefinition(client, DEFINITION, FORMER, known)
  expect(result).toEqual({ name: 'X', change: 'create', status: 'done', ...NEW })
  expect(known.get('X')).toEqual(NEW)
})

test('a refused update fails and keeps the id', async () => {
  const { result, known } = await put(400, { code: 'invalid', message: 'It is no schema.' })
  expect(result).toMatchObject({ change: 'update', status: 'failed', reason: expect.stringMatching(/It is no schema/) })
  expect(known).toEqual(OLD)
})

test('updates at a very low request rate end in parts of five minutes, each definition once', async () => {
  let time = 0
  const { client, received } = await openPlatform(({ method, body }, response) => {
    time += 40_000
    const sent = JSON.parse(body)
    if (method === 'PUT') return reply(response, 200, { ...sent, url: `https://platform.example/${sent.id}` })
    const definitions = sent.definitions.map(({ name }: { name: string }) => ({ ...NEW, name, accept: [] }))
    reply(response, 201, { definitions })
  })
  const names = Array.from({ length: 40 }, (_, i) => `D${i}`)
  const stored = new Map<string, unknown>()
  const known = new Map<string, typeof OLD>()
  const session = sessionOf(client, {
    keys: importKeys('imp-1'),
    dependencies: {
      objects: {
        readJson: async (key: string) => stored.get(key),
        writeJson: async (key: string, value: unknown) => stored.set(key, value),
      },
      now: () => time,
    },
    plan: async () => {
      const planned = plan(
        [],
        names.map(name => ({ ...DEFINITION, name })),
      )
      return { ...planned, requests: [40] }
    },
    changes: async () => ({
      actions: [],
      triggers: [],
      definitions: names.map((name, i) => (i === 0 ? { change: 'create' } : { ...OLD, change: 'update', id: name })),
      removals: { actions: [], triggers: [], definitions: [], keptDefinitions: [] },
    }),
    knownDefinitions: async () => known,
  })
  const parts: number[] = []
  for (let isDone = false; !isDone; ) {
    const part = await definitionStep(session, 0)
    parts.push(part.settled)
    isDone = part.isDone
  }
  expect(parts.length).toBeGreaterThan(1)
  expect(parts.reduce((sum, settled) => sum + settled)).toBe(40)
  expect(received.map(({ method }) => method)).toEqual(['POST', ...names.slice(1).map(() => 'PUT')])
  const results = stored.get(importKeys('imp-1').definitions(0)) as { name: string }[]
  expect(new Set(results.map(({ name }) => name))).toEqual(new Set(names))
  expect(known.size).toBe(40)
})
