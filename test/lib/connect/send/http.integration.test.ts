import { expect, test } from 'vitest'
import { openHttp } from '../support/http.ts'
import { closedOrigin, type Handler, reply, startServer } from '../support/server.ts'

const get = (origin: string) => ({ method: 'GET' as const, url: new URL('/a?b=c', origin), headers: { 'x-test': '1' } })

test('a request is sent completely and its response is returned', async () => {
  const server = await startServer((_request, response) =>
    reply(response, 201, { done: true }, { 'x-request-id': 'r1' }),
  )
  const body = JSON.stringify({ name: 'café' })
  const result = await openHttp().send({ ...get(server.origin), method: 'POST', body })
  expect(server.received).toMatchObject([{ method: 'POST', url: '/a?b=c', body }])
  expect(result).toMatchObject({ ok: true, response: { status: 201, text: '{"done":true}' } })
  expect(result.ok && result.response.header('x-request-id')).toBe('r1')
  expect(result.ok && result.response.header('retry-after')).toBeUndefined()
})

test('connections are reused, within the limit', async () => {
  const server = await startServer((_request, response) => setTimeout(() => reply(response, 200, {}), 2))
  const http = openHttp({ connections: 4 })
  const worker = async () => {
    for (let count = 0; count < 10; count += 1) await http.send(get(server.origin))
  }
  await Promise.all(Array.from({ length: 8 }, worker))
  expect(server.received).toHaveLength(80)
  expect(server.connections()).toBe(4)
})

test('a redirect is an answer, not followed', async () => {
  const server = await startServer((_request, response) => reply(response, 302, '', { location: '/elsewhere' }))
  expect(await openHttp().send(get(server.origin))).toMatchObject({ ok: true, response: { status: 302 } })
  expect(server.received).toHaveLength(1)
})

const afterHeaders: Handler = (_request, response) => {
  response.writeHead(200, { 'content-length': '100' })
  response.write('{"half":', () => response.socket?.destroy())
}

test.each<{ name: string; handler: Handler; want: object }>([
  {
    name: 'a connection dropped before the headers',
    handler: (_request, response) => response.socket?.destroy(),
    want: { sent: true, reason: 'network', cause: expect.stringContaining('ECONNRESET') },
  },
  { name: 'a connection dropped within the body', handler: afterHeaders, want: { sent: true, reason: 'network' } },
  {
    name: 'no response',
    handler: () => {},
    want: { sent: true, reason: 'timeout', cause: expect.stringMatching(/^TIMEOUT: /) },
  },
  {
    name: 'a body over the limit',
    handler: (_request, response) => reply(response, 200, 'x'.repeat(2000)),
    want: { sent: true, reason: 'too-large' },
  },
  {
    name: 'something that is not HTTP',
    handler: (_request, response) => response.socket?.end('hello\r\n\r\n'),
    want: { sent: true, reason: 'not-http' },
  },
])('$name', async ({ handler, want }) => {
  const server = await startServer(handler)
  const http = openHttp({ maxResponseBytes: 1000, requestTimeoutMs: 200 })
  expect(await http.send(get(server.origin))).toMatchObject({ ok: false, failure: want })
})

test('headers and chunks of the body have timeouts', async () => {
  const server = await startServer((request, response) => {
    if (request.method === 'PUT') response.write('{')
  })
  const http = openHttp({ headersTimeoutMs: 50, bodyTimeoutMs: 50 })
  const headers = await http.send(get(server.origin))
  expect(headers).toMatchObject({ failure: { reason: 'timeout', cause: expect.stringContaining('HEADERS_TIMEOUT') } })
  const body = await http.send({ ...get(server.origin), method: 'PUT', body: '{}' })
  expect(body).toMatchObject({ failure: { reason: 'timeout', cause: expect.stringContaining('BODY_TIMEOUT') } })
})

test('a request on a refused connection was not sent', async () => {
  const result = await openHttp().send(get(await closedOrigin()))
  expect(result).toMatchObject({ ok: false, failure: { sent: false, reason: 'network' } })
  expect(result).toMatchObject({ failure: { cause: expect.stringContaining('ECONNREFUSED') } })
})

test('closing the client ends running requests', async () => {
  const http = openHttp()
  const server = await startServer(() => void http.close())
  expect(await http.send(get(server.origin))).toMatchObject({ ok: false, failure: { sent: true, reason: 'network' } })
})
