import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { describeConnectError } from '../../../../lib/connect/describe.ts'
import type { ConnectError } from '../../../../lib/connect/errors.ts'
import { createPace } from '../../../../lib/connect/pacing/pace.ts'
import type { ConnectRequest, SendRequest } from '../../../../lib/connect/send/request.ts'
import { SecretError } from '../../../../lib/connect/token/secret.ts'
import type { TokenSource } from '../../../../lib/connect/token/token.ts'
import { createTestClock } from '../support/clock.ts'
import { openHttp } from '../support/http.ts'
import { Anything, fixedToken, openRequester, TOKEN } from '../support/requester.ts'
import { closedOrigin, type Handler, reply, startServer } from '../support/server.ts'

const request = (origin: string, method: ConnectRequest<unknown>['method'] = 'GET') => ({
  method,
  url: new URL('/v1/things', origin),
  schema: Anything,
  ...(method === 'GET' ? {} : { body: { name: 'x' } }),
})

/** Handles each request with the next handler; the last one handles all others. */
const inTurn = (...handlers: Handler[]): Handler => {
  let turn = 0
  return (received, response, raw) => {
    const handler = handlers[Math.min(turn, handlers.length - 1)]
    turn += 1
    handler?.(received, response, raw)
  }
}
const answer =
  (status: number, body?: unknown, headers?: Record<string, string>): Handler =>
  (_request, response) =>
    reply(response, status, body, headers)
const drop: Handler = (_request, response) => response.socket?.destroy()

/** Returns the error of a request that must fail, and checks that it does not contain the token. */
const errorOf = async (send: SendRequest, given: ConnectRequest<unknown>): Promise<ConnectError> => {
  const result = await send(given)
  if (result.ok) throw new Error(`expected an error, got ${JSON.stringify(result.value)}`)
  const forms = [
    inspect(result, { depth: 20, showHidden: true }),
    JSON.stringify(result),
    describeConnectError(result.error),
  ]
  for (const form of forms) expect(form).not.toContain(TOKEN)
  return result.error
}

test('a request sends token and body, and returns the value', async () => {
  const server = await startServer(answer(201, { id: '1' }))
  const { send, counters } = openRequester()
  expect(await send(request(server.origin, 'POST'))).toEqual({ ok: true, value: { id: '1' } })
  expect(server.received).toMatchObject([{ authorization: `Bearer ${TOKEN}`, body: '{"name":"x"}' }])
  expect(counters).toEqual({ sent: 1, retried: 0, throttled: 0 })
})

test.each([
  { name: 'server errors', handler: inTurn(answer(500), answer(502), answer(200, {})), sent: 3 },
  { name: 'a dropped connection', handler: inTurn(drop, answer(200, {})), sent: 2 },
  { name: 'a request timeout', handler: inTurn(answer(408), answer(200, {})), sent: 2 },
])('GET is retried after $name', async ({ handler, sent }) => {
  const server = await startServer(handler)
  const { send, counters } = openRequester()
  expect(await send(request(server.origin))).toMatchObject({ ok: true })
  expect(counters).toEqual({ sent, retried: sent - 1, throttled: 0 })
})

test.each([
  { form: 'seconds', retryAfter: '7' },
  { form: 'a date', retryAfter: 'Tue, 01 Jan 2030 00:00:07 GMT' },
])('Retry-After as $form delays the retry, also for POST', async ({ retryAfter }) => {
  const server = await startServer(inTurn(answer(429, '', { 'retry-after': retryAfter }), answer(201, {})))
  const { send, clock, counters } = openRequester()
  expect(await send(request(server.origin, 'POST'))).toMatchObject({ ok: true })
  expect(clock.slept).toContain(7125)
  expect(counters).toEqual({ sent: 2, retried: 1, throttled: 1 })
})

test.each([
  { name: 'dropped', handler: drop, status: undefined },
  { name: 'answered with 500', handler: answer(500), status: 500 },
  { name: 'answered with 503 and Retry-After', handler: answer(503, '', { 'retry-after': '1' }), status: 503 },
])('a POST that is $name is not repeated', async ({ handler, status }) => {
  const server = await startServer(handler)
  const { send } = openRequester()
  const error = await errorOf(send, request(server.origin, 'POST'))
  expect(error).toMatchObject({ kind: 'uncertain', method: 'POST', path: '/v1/things', ...(status ? { status } : {}) })
  expect(server.received).toHaveLength(1)
})

test('a request to a platform that is down fails after about a minute', async () => {
  const { send, clock, counters } = openRequester()
  const from = clock.now()
  const error = await errorOf(send, request(await closedOrigin(), 'POST'))
  expect(error).toMatchObject({ kind: 'unavailable', cause: expect.stringContaining('ECONNREFUSED') })
  expect(clock.now() - from).toBeGreaterThanOrEqual(60_000)
  expect(clock.now() - from).toBeLessThan(80_000)
  expect(counters.sent).toBeLessThan(25)
})

test('a request that always fails while others succeed returns its own error', async () => {
  const server = await startServer((received, response) =>
    received.url === '/v1/things'
      ? reply(response, 500, { code: 'boom', message: 'it broke' })
      : reply(response, 200, {}),
  )
  const { send, clock } = openRequester()
  const failing = errorOf(send, request(server.origin))
  for (let count = 0; count < 10; count += 1) {
    await send({ ...request(server.origin), url: new URL('/v1/others', server.origin) })
    await clock.sleep(1000)
  }
  expect(await failing).toMatchObject({ kind: 'refused', status: 500, code: 'boom', message: 'it broke' })
})

/** Token source that returns the next value after each renewal. */
const renewing = (...values: string[]) => {
  let at = 0
  let renewals = 0
  const token = () => ({ scheme: 'Bearer', value: values[at] ?? '' })
  const source: TokenSource = {
    current: async () => token(),
    refused: async value => {
      if (value !== values[at]) return token()
      renewals += 1
      at = Math.min(at + 1, values.length - 1)
      return token()
    },
  }
  return { source, renewals: () => renewals }
}

test('concurrent requests with a refused token share one new token', async () => {
  const refusals: (() => void)[] = []
  const server = await startServer((received, response) => {
    if (received.authorization === 'Bearer new') return reply(response, 200, {})
    // Not before all are in flight: a request that begins later has the new token.
    refusals.push(() => reply(response, 401, { code: 'a', message: 'b' }))
    if (refusals.length === 8) for (const refuse of refusals) refuse()
  })
  const token = renewing('old', 'new')
  const { send, counters } = openRequester({ token: token.source })
  const results = await Promise.all(Array.from({ length: 8 }, () => send(request(server.origin, 'POST'))))
  expect(results.every(({ ok }) => ok)).toBe(true)
  expect(token.renewals()).toBe(1)
  expect(counters).toEqual({ sent: 16, retried: 8, throttled: 0 })
})

test('a token that is refused twice ends the request', async () => {
  const server = await startServer(
    answer(401, { code: 'unauthorized', message: `no ${TOKEN} here` }, { 'x-request-id': 'r9' }),
  )
  const { send } = openRequester()
  const error = await errorOf(send, request(server.origin))
  expect(error).toMatchObject({ kind: 'token-refused', message: 'no [token] here', requestId: 'r9' })
  expect(server.received).toHaveLength(2)
})

test('a revoked token costs at most two requests for each request in flight', async () => {
  let served = 0
  const server = await startServer((received, response, raw) => {
    served += 1
    answer(served <= 500 ? 200 : 401, {})(received, response, raw)
  })
  const clock = createTestClock()
  const pace = createPace({ maxInFlight: 16, maxPerSecond: 10_000 }, clock)
  const { send, counters } = openRequester({ clock, pace })
  const results = await Promise.all(Array.from({ length: 2_000 }, () => send(request(server.origin, 'POST'))))
  expect(results.filter(({ ok }) => ok)).toHaveLength(500)
  expect(results.every(result => result.ok || result.error.kind === 'token-refused')).toBe(true)
  expect(server.received.length - 500).toBeLessThanOrEqual(2 * 16)
  expect(counters.sent).toBe(server.received.length)
})

test.for([
  { title: 'the same token', fetched: TOKEN, ok: 500, most: 2 * 16 },
  { title: 'a new token', fetched: 'swo_new-value-0123456789', ok: 2_000, most: 16 },
])('a revoked token costs few requests, although fetching it takes a while: $title', async ({ fetched, ok, most }) => {
  let served = 0
  let refused = 0
  const server = await startServer((received, response, raw) => {
    served += 1
    const isRefused = served > 500 && received.authorization === `Bearer ${TOKEN}`
    if (isRefused) refused += 1
    answer(isRefused ? 401 : 200, {})(received, response, raw)
  })
  const clock = createTestClock()
  const pace = createPace({ maxInFlight: 16, maxPerSecond: 10_000 }, clock)
  let value = TOKEN
  const token: TokenSource = {
    current: async () => ({ scheme: 'Bearer', value }),
    refused: async () => {
      await setTimeout(50)
      value = fetched
      return { scheme: 'Bearer', value }
    },
  }
  const { send, counters } = openRequester({ clock, pace, token })
  const results = await Promise.all(Array.from({ length: 2_000 }, () => send(request(server.origin, 'POST'))))
  expect(results.filter(result => result.ok)).toHaveLength(ok)
  expect(results.every(result => result.ok || result.error.kind === 'token-refused')).toBe(true)
  expect(refused).toBeLessThanOrEqual(most)
  expect(counters.sent).toBe(server.received.length)
})

test('a token that is refused and then accepted lets the other requests go on', async () => {
  let served = 0
  const server = await startServer((received, response, raw) => {
    served += 1
    answer(served % 7 === 0 ? 401 : 200, {})(received, response, raw)
  })
  const { send } = openRequester()
  const results = await Promise.all(Array.from({ length: 6 }, () => send(request(server.origin, 'POST'))))
  expect(results.every(result => result.ok)).toBe(true)
  expect((await send(request(server.origin, 'POST'))).ok).toBe(true)
  expect((await send(request(server.origin, 'POST'))).ok).toBe(true)
})

test.for([401, 404, 422, 500])('the id of a request with status %i does not quote the token', async status => {
  const server = await startServer(answer(status, { code: 'no', message: 'no' }, { 'x-request-id': `r9 ${TOKEN}` }))
  const { send } = openRequester()
  const error = await errorOf(send, request(server.origin))
  expect(JSON.stringify(error)).not.toContain(TOKEN)
  expect(JSON.stringify(error)).toContain('r9 [token]')
})

test('an unavailable secret is the error of the request', async () => {
  const token = {
    ...fixedToken(),
    current: () => Promise.reject(new SecretError('missing', { secretId: 'connect/token' }, 'does not exist')),
  }
  const { send, counters } = openRequester({ token })
  const error = await errorOf(send, request('http://127.0.0.1:1'))
  expect(error).toMatchObject({ kind: 'secret', problem: 'missing', message: expect.stringContaining('connect/token') })
  expect(counters.sent).toBe(0)
})

const echo: Handler = (received, response) => {
  const said = `you said ${received.authorization}`
  reply(response, 422, { code: received.authorization, message: said, fields: [{ field: said, message: said }] })
}

test.each<{ name: string; handler: Handler; want: object }>([
  {
    name: 'an error body',
    handler: answer(409, { code: 'conflict', message: 'exists', fields: [{ field: 'name', message: 'taken' }] }),
    want: {
      kind: 'refused',
      status: 409,
      code: 'conflict',
      message: 'exists',
      fields: [{ field: 'name', message: 'taken' }],
    },
  },
  {
    name: 'an error body without fields',
    handler: answer(404, { code: 'n', message: 'm', fields: null }),
    want: { kind: 'refused', status: 404, fields: [] },
  },
  {
    name: 'an error with its reason in details',
    handler: answer(400, { code: 'n', message: 'Invalid action', details: 'name is taken' }),
    want: { kind: 'refused', status: 400, message: 'Invalid action: name is taken' },
  },
  {
    name: 'an error with details that are no string',
    handler: answer(400, { code: 'n', message: 'Invalid action', details: { a: 1 } }),
    want: { kind: 'refused', status: 400, message: 'Invalid action' },
  },
  {
    name: 'an error page',
    handler: answer(403, '<b>no</b>'),
    want: { kind: 'refused', status: 403, message: '<b>no</b>' },
  },
  { name: 'an empty error', handler: answer(400), want: { kind: 'refused', status: 400, message: 'no reason given' } },
  {
    name: 'an echo of the token',
    handler: echo,
    want: { kind: 'refused', code: 'Bearer [token]', message: 'you said Bearer [token]' },
  },
  {
    name: 'a missing route (a page)',
    handler: answer(404, '404 page not found'),
    want: { kind: 'missing-route', status: 404 },
  },
  {
    name: 'a missing route (another error body)',
    handler: answer(404, { error: 'Not Found' }),
    want: { kind: 'missing-route' },
  },
  {
    name: 'an unsupported method',
    handler: answer(405, { code: 'a', message: 'b' }),
    want: { kind: 'missing-route', status: 405 },
  },
  { name: 'an operation that is not implemented', handler: answer(501), want: { kind: 'missing-route', status: 501 } },
  {
    name: 'a redirect',
    handler: answer(301, '', { location: 'http://127.0.0.1:1/' }),
    want: { kind: 'invalid-response', status: 301 },
  },
  {
    name: 'a web page',
    handler: answer(200, `<html>${TOKEN}`),
    want: { kind: 'invalid-response', cause: 'not JSON', excerpt: '<html>[token]' },
  },
  { name: 'an empty response', handler: answer(200), want: { kind: 'invalid-response', cause: 'no body' } },
  {
    name: 'another type',
    handler: answer(200, JSON.stringify(TOKEN)),
    want: { kind: 'invalid-response', cause: 'the body must be an object, got a string', excerpt: '"[token]"' },
  },
  {
    name: 'a huge body',
    handler: answer(200, 'x'.repeat(2000)),
    want: { kind: 'invalid-response', cause: expect.stringContaining('TOO_LARGE') },
  },
  {
    name: 'a response that is not HTTP',
    handler: (received, response) => response.socket?.end(`${received.authorization}\r\n\r\n`),
    want: { kind: 'invalid-response' },
  },
])('$name is a final error, which describes the response', async ({ handler, want }) => {
  const server = await startServer(handler)
  const { send } = openRequester({ http: openHttp({ maxResponseBytes: 1000 }) })
  expect(await errorOf(send, request(server.origin))).toMatchObject(want)
  expect(server.received).toHaveLength(1)
})

test('a token that the platform echoes in a stored resource is redacted', async () => {
  const server = await startServer((received, response) =>
    reply(response, 201, { errors: [{ message: received.authorization }] }),
  )
  const { send } = openRequester()
  expect(await send(request(server.origin, 'POST'))).toEqual({
    ok: true,
    value: { errors: [{ message: 'Bearer [token]' }] },
  })
})

/** Sends 200 requests at a rate of one per second. `throttled`: number of 429 responses, keyed by request. */
const sendMany = async (throttled: Readonly<Record<number, number>>) => {
  const left = new Map(Object.entries(throttled))
  const server = await startServer(({ url }, response) => {
    const number = url.slice(1)
    const refusals = left.get(number) ?? 0
    left.set(number, refusals - 1)
    if (refusals > 0) return reply(response, 429, '', { 'retry-after': '1' })
    reply(response, 200, {})
  })
  const clock = createTestClock()
  const begin = clock.now()
  const { send } = openRequester({ clock, pace: createPace({ maxInFlight: 4, maxPerSecond: 1 }, clock) })
  const requests = Array.from({ length: 200 }, async (_, i) => {
    const result = await send({ ...request(server.origin), url: new URL(`/${i}`, server.origin) })
    return { result, seconds: (clock.now() - begin) / 1000 }
  })
  return Promise.all(requests)
}

test('waiting for a permit does not count as throttling: the last request is still retried', async () => {
  const sent = await sendMany({ 199: 1 })
  expect(sent.at(-1)?.result).toMatchObject({ ok: true })
})

test('retries go before first attempts', async () => {
  const [first] = await sendMany({ 0: 3 })
  expect(first?.result).toMatchObject({ ok: true })
  expect(first?.seconds).toBeLessThan(20)
})

test('a wait for a retry ends soon after a request to cancel, and nothing is sent again', async () => {
  const server = await startServer(answer(429, { message: 'slow down' }, { 'retry-after': '50' }))
  const clock = createTestClock()
  const begin = clock.now()
  const { send, counters } = openRequester({ clock, isCancelled: () => clock.now() - begin >= 2_000 })
  expect(await errorOf(send, request(server.origin))).toMatchObject({ kind: 'unavailable', status: 429 })
  expect(clock.now() - begin).toBeLessThan(3_000)
  expect(counters).toMatchObject({ sent: 1, retried: 0 })
})
