import { expect, test } from 'vitest'
import type { ConnectClient } from '../../../../lib/connect/client.ts'
import type { PlannedDefinition } from '../../../../lib/conversion/plan.ts'
import type { ImportSession } from '../../../../lib/import/import-session.ts'
import { definitionStep, updateDefinition } from '../../../../lib/import/write/write-definitions.ts'
import type { Decision } from '../../../../lib/reconcile/decide/decision.ts'
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

/** Creates a session that imports definitions. `stored` has the objects in S3. */
const importing = (
  client: ConnectClient,
  { definitions, requests, decisions, now = () => 0 }: Importing,
): { session: ImportSession; stored: Map<string, unknown> } => {
  const stored = new Map<string, unknown>()
  const known = new Map<string, typeof OLD>()
  const session = sessionOf(client, {
    keys: importKeys('imp-1'),
    dependencies: {
      objects: {
        readJson: async (key: string) => stored.get(key),
        writeJson: async (key: string, value: unknown) => stored.set(key, value),
      },
      now,
    },
    plan: async () => ({ ...plan([], definitions), requests }),
    changes: async () => ({
      actions: [],
      triggers: [],
      definitions: decisions,
      removals: { actions: [], triggers: [], definitions: [], keptDefinitions: [] },
    }),
    knownDefinitions: async () => known,
    addDefinitions: () => {},
  })
  return { session, stored }
}

type Importing = {
  readonly definitions: readonly PlannedDefinition[]
  readonly requests: readonly number[]
  readonly decisions: readonly Decision[]
  readonly now?: () => number
}

const namesIn = (body: string): string[] => JSON.parse(body).definitions.map(({ name }: { name: string }) => name)
const createdOf = (names: readonly string[]) => ({
  definitions: names.map(name => ({ id: name, name, accept: [], url: `https://platform.example/${name}` })),
})

test('create requests that do not refer to each other are sent at the same time', async () => {
  const waiting: (() => void)[] = []
  const order: string[] = []
  const { client } = await openPlatform(({ body }, response) => {
    const names = namesIn(body)
    order.push(`+${names}`)
    const answer = () => {
      order.push(`-${names}`)
      reply(response, 201, createdOf(names))
    }
    if (names.includes('D')) return answer()
    waiting.push(answer)
    // Each is answered only when all three have arrived.
    if (waiting.length === 3) for (const each of waiting.reverse()) each()
  })
  const definitions = ['A', 'B', 'C', 'D'].map(name => ({ ...DEFINITION, name }))
  const last = { ...DEFINITION, name: 'D', content: '{"$ref":"#/$defs/A"}', references: ['A'] }
  const decisions = definitions.map((): Decision => ({ change: 'create' }))
  const { session } = importing(client, {
    definitions: [...definitions.slice(0, 3), last],
    requests: [1, 1, 1, 1],
    decisions,
  })
  expect(await definitionStep(session)).toEqual({ settled: 4, isDone: true })
  expect(order.slice(0, 3).sort()).toEqual(['+A', '+B', '+C'])
  expect(order.slice(3, 6)).toEqual(['-C', '-B', '-A'].sort((a, b) => order.indexOf(a) - order.indexOf(b)))
  expect(order.slice(6)).toEqual(['+D', '-D'])
})

test('an updated definition is sent after the new one of another request that it refers to', async () => {
  const { client, received } = await openPlatform(({ method, body }, response) => {
    if (method === 'PUT') return reply(response, 200, { ...OLD, name: 'B', accept: [] })
    reply(response, 201, createdOf(namesIn(body)))
  })
  const definitions = [
    { ...DEFINITION, name: 'A' },
    { ...DEFINITION, name: 'B', content: '{"$ref":"#/$defs/A"}', references: ['A'] },
  ]
  const decisions = [{ change: 'create' }, { change: 'update', ...OLD }] as const
  const { session } = importing(client, { definitions, requests: [1, 1], decisions })
  await definitionStep(session)
  expect(received.map(({ method }) => method)).toEqual(['POST', 'PUT'])
  expect(received[1]?.body).toContain('https://platform.example/A')
})

test('after an interruption, only what is not settled is sent', async () => {
  const sent: string[] = []
  let isDown = true
  const { client } = await openPlatform(({ method, url, body }, response) => {
    if (method === 'GET') return reply(response, 404, { code: 'not_found', message: `No ${url}.` })
    const names = namesIn(body)
    sent.push(String(names))
    if (isDown && names.includes('B')) return reply(response, 503, '', { 'retry-after': '7200' })
    reply(response, 201, createdOf(names))
  })
  const definitions = ['A', 'B', 'C'].map((name, i) => ({ ...DEFINITION, name, references: i === 2 ? ['B'] : [] }))
  const decisions = definitions.map((): Decision => ({ change: 'create' }))
  const { session, stored } = importing(client, { definitions, requests: [1, 1, 1], decisions })
  await expect(definitionStep(session)).rejects.toThrow()
  isDown = false
  sent.length = 0
  expect(await definitionStep(session)).toEqual({ settled: 2, isDone: true })
  expect(sent).toEqual(['B', 'C'])
  expect([...stored.values()].flat().length).toBe(3)
})

test('updates at a very low request rate end in parts of five minutes, each definition once', async () => {
  let time = 0
  const { client, received } = await openPlatform(({ method, body }, response) => {
    time += 40_000
    const sent = JSON.parse(body)
    if (method === 'PUT') return reply(response, 200, { ...sent, url: `https://platform.example/${sent.id}` })
    reply(response, 201, createdOf(namesIn(body)))
  })
  const names = Array.from({ length: 40 }, (_, i) => `D${i}`)
  const definitions = names.map(name => ({ ...DEFINITION, name }))
  const decisions = names.map(
    (name, i): Decision => (i === 0 ? { change: 'create' } : { ...OLD, change: 'update', id: name }),
  )
  const { session, stored } = importing(client, { definitions, requests: [20, 20], decisions, now: () => time })
  const parts: number[] = []
  for (let isDone = false; !isDone; ) {
    const part = await definitionStep(session)
    parts.push(part.settled)
    isDone = part.isDone
  }
  expect(parts.length).toBeGreaterThan(1)
  expect(parts.reduce((sum, settled) => sum + settled)).toBe(40)
  expect(received.map(({ method }) => method).sort()).toEqual(['POST', ...names.slice(1).map(() => 'PUT')])
  const results = [...stored.values()].flat() as { name: string }[]
  expect(results.map(({ name }) => name).sort()).toEqual([...names].sort())
})
