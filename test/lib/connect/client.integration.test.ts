import { expect, test } from 'vitest'
import { type ConnectClient, createConnectClient } from '../../../lib/connect/client.ts'
import { isNotFound } from '../../../lib/connect/errors.ts'
import type { Http } from '../../../lib/connect/send/http.ts'
import type { ActionCreate } from '../../../lib/contract/requests.ts'
import { createTestClock } from './support/clock.ts'
import { openHttp } from './support/http.ts'
import { fixedToken } from './support/requester.ts'
import { type Handler, reply, startServer } from './support/server.ts'

const createTestClient = (origin: string, http: Http): ConnectClient =>
  createConnectClient({
    baseUrl: `${origin}/api/`,
    target: { organisationId: 'org', connectorId: 'con', version: 'v1' },
    token: fixedToken(),
    http,
    concurrency: 4,
    maxRequestsPerSecond: 1000,
    clock: createTestClock(),
  })

const openClient = async (handler: Handler) => {
  const server = await startServer(handler)
  return { server, client: createTestClient(server.origin, openHttp()) }
}

const VERSION = { id: '1', name: 'v1', publishedAt: null }
const ACTION = { id: '2', name: 'get$x' }
const DEFINITION = { id: '3', name: 'X', url: 'https://platform.versori.com/x', accept: ['application/json'] }
const CREATE: ActionCreate = {
  type: 'http',
  name: 'get$x',
  method: 'GET',
  path: '/x',
  parameters: [],
  responses: [{ definitions: [] }],
}
const SCHEMA = { contentType: 'application/schema+json', content: '{}' } as const
const VERSION_PATH = '/api/o/org/connectors/con/versions/v1'

type Row = {
  readonly call: (client: ConnectClient) => Promise<unknown>
  readonly line: string
  readonly answer: unknown
  readonly body?: unknown
}

test.each<Row>([
  {
    call: client => client.getConnector(),
    line: 'GET /api/o/org/connectors/con',
    answer: { id: 'con', protocol: 'http' },
  },
  { call: client => client.getVersion(), line: `GET ${VERSION_PATH}`, answer: VERSION },
  { call: client => client.getVersion('v/2'), line: 'GET /api/o/org/connectors/con/versions/v%2F2', answer: VERSION },
  {
    call: client => client.createVersion({ name: 'v2', fromVersion: 'v1' }),
    line: 'POST /api/o/org/connectors/con/versions',
    answer: VERSION,
    body: { name: 'v2', fromVersion: 'v1' },
  },
  { call: client => client.publish(), line: `POST ${VERSION_PATH}/publish`, answer: { version: VERSION } },
  { call: client => client.actions.get('get$x'), line: `GET ${VERSION_PATH}/actions/get%24x`, answer: ACTION },
  { call: client => client.actions.create(CREATE), line: `POST ${VERSION_PATH}/actions`, answer: ACTION, body: CREATE },
  {
    call: client => client.actions.update('get$x', ACTION),
    line: `PUT ${VERSION_PATH}/actions/get%24x`,
    answer: ACTION,
    body: ACTION,
  },
  { call: client => client.actions.remove('get$x'), line: `DELETE ${VERSION_PATH}/actions/get%24x`, answer: '' },
  {
    call: client => client.triggers.create(CREATE),
    line: `POST ${VERSION_PATH}/triggers`,
    answer: ACTION,
    body: CREATE,
  },
  { call: client => client.triggers.remove('x'), line: `DELETE ${VERSION_PATH}/triggers/x`, answer: '' },
  { call: client => client.getDefinition('X'), line: `GET ${VERSION_PATH}/definitions/X`, answer: DEFINITION },
  {
    call: client => client.createDefinitions({ definitions: [{ name: 'X', accept: [], schema: SCHEMA }] }),
    line: `POST ${VERSION_PATH}/definitions`,
    answer: { definitions: [DEFINITION] },
    body: { definitions: [{ name: 'X', accept: [], schema: SCHEMA }] },
  },
  {
    call: client => client.updateDefinition('X', { id: '3', name: 'X', accept: [] }),
    line: `PUT ${VERSION_PATH}/definitions/X`,
    answer: DEFINITION,
    body: { id: '3', name: 'X', accept: [] },
  },
  {
    call: client => client.deleteDefinitions({ names: ['X'] }),
    line: `DELETE ${VERSION_PATH}/definitions`,
    answer: '',
    body: { names: ['X'] },
  },
  {
    call: client => client.deleteDefinitions({ all: true }, { force: true }),
    line: `DELETE ${VERSION_PATH}/definitions?force=true`,
    answer: 'ok',
    body: { all: true },
  },
])('$line', async ({ call, line, answer, body }) => {
  const { server, client } = await openClient((_request, response) => reply(response, 200, answer))
  const value = typeof answer === 'string' ? undefined : expect.objectContaining(answer)
  expect(await call(client)).toEqual({ ok: true, value })
  expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual([line])
  expect(server.received[0]?.body).toBe(body === undefined ? '' : JSON.stringify(body))
  expect(client.requests()).toEqual({ sent: 1, retried: 0, throttled: 0 })
})

const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const collected = []
  for await (const item of items) collected.push(item)
  return collected
}

test('a collection is read page by page', async () => {
  const pages: Record<string, unknown> = {
    '': { totalCount: 3, next: 'a b', actions: [ACTION, ACTION] },
    'a b': { totalCount: 3, next: '', actions: [ACTION] },
  }
  const { server, client } = await openClient((received, response) =>
    reply(response, 200, pages[new URL(received.url, 'http://x').searchParams.get('after') ?? '']),
  )
  const counts = []
  for await (const page of client.actions.list()) counts.push(page.ok && page.value.items.length)
  expect(counts).toEqual([2, 1])
  expect(server.received.map(({ url }) => url.slice(VERSION_PATH.length))).toEqual([
    '/actions?first=100',
    '/actions?first=100&after=a+b',
  ])
})

test('a collection ends at the first error', async () => {
  const { client } = await openClient((received, response) =>
    received.url.includes('after') ? reply(response, 400) : reply(response, 200, { next: 'x', definitions: [] }),
  )
  const pages = await collect(client.listDefinitions())
  expect(pages).toMatchObject([{ ok: true }, { ok: false, error: { kind: 'refused', status: 400 } }])
})

test('a repeated cursor is an invalid response', async () => {
  const { server, client } = await openClient((_request, response) => reply(response, 200, { next: 'x', items: [] }))
  const pages = await collect(client.listVersions())
  expect(pages.at(-1)).toMatchObject({ ok: false, error: { kind: 'invalid-response' } })
  expect(server.received).toHaveLength(2)
})

test('a collection without a last page ends after 10,000 pages', async () => {
  let cursor = 0
  const client = createTestClient('http://127.0.0.1:1', {
    send: async () => {
      const text = JSON.stringify({ next: `${cursor++}`, items: [] })
      return { ok: true, response: { status: 200, header: () => undefined, text } }
    },
    close: async () => {},
  })
  let last: unknown
  for await (const page of client.listVersions()) last = page
  expect(last).toMatchObject({
    ok: false,
    error: { kind: 'invalid-response', cause: 'more than 10000 pages' },
  })
  expect(cursor).toBe(10_001)
})

test('a schema is fetched only from the platform', async () => {
  const { server, client } = await openClient((_request, response) => reply(response, 200, { type: 'object' }))
  expect(await client.getSchema(`${server.origin}/schemas/x.json`)).toEqual({ ok: true, value: { type: 'object' } })
  expect(await client.getSchema('http://127.0.0.1:1/x.json')).toMatchObject({
    ok: false,
    error: { kind: 'invalid-response', path: 'http://127.0.0.1:1/x.json' },
  })
  expect(server.received).toHaveLength(1)
})

test('a missing resource differs from a missing route', async () => {
  const { client } = await openClient((received, response) =>
    received.method === 'GET'
      ? reply(response, 404, { code: 'not_found', message: 'no such action' })
      : reply(response, 404),
  )
  const action = await client.actions.get('x')
  const update = await client.actions.update('x', ACTION)
  expect(!action.ok && isNotFound(action.error)).toBe(true)
  expect(!update.ok && isNotFound(update.error)).toBe(false)
  expect(update).toMatchObject({ ok: false, error: { kind: 'missing-route' } })
})
