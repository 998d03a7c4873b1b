import { expect, onTestFinished, test } from 'vitest'
import { createWeb, type WebOptions } from '../../../../lib/http/web.ts'
import { fetchSource } from '../../../../lib/import/prepare/fetch-source.ts'
import { createObjectStore, type ObjectStore } from '../../../../lib/store/objects.ts'
import { type Handler, reply, startServer } from '../../connect/support/server.ts'
import { BUCKET, useBucket } from '../../store/support.ts'

const client = useBucket()
const objects = () => createObjectStore(client(), BUCKET)

/** Starts a server that counts as public, and a function that fetches from it. */
const setUp = async (handler: Handler, options: Partial<WebOptions> = {}) => {
  const server = await startServer(handler)
  const web = createWeb({
    isAllowedHost: () => true,
    isAllowedAddress: address => address === '127.0.0.1',
    protocols: ['http:'],
    maxBytes: 1000,
    ...options,
  })
  onTestFinished(() => web.close())
  const writes: string[] = []
  const noting: ObjectStore = {
    ...objects(),
    write: (key, ...rest) => {
      writes.push(key)
      return objects().write(key, ...rest)
    },
  }
  const key = `documents/o/c/v/fetched/${crypto.randomUUID()}`
  return {
    ...server,
    key,
    /** Keys of all writes to S3. */
    writes,
    fetch: (path = '/api.json') =>
      fetchSource({ objects: noting, sources: web }, { bucket: BUCKET, key }, `${server.origin}${path}`),
    stored: async () => Buffer.from((await objects().read(key)) ?? []).toString(),
  }
}

test('a fetched document is stored in S3, and the import reads that upload', async () => {
  const { fetch, key, stored } = await setUp((_, response) => reply(response, 200, 'one'))
  const obtained = await fetch()
  const { etag } = (await objects().newest(key)) ?? {}
  expect(obtained).toEqual({ source: { bucket: BUCKET, key, etag } })
  expect(await stored()).toBe('one')
})

test('an unchanged document is neither sent nor written again', async () => {
  const conditions: unknown[] = []
  const { fetch, key, writes } = await setUp((_, response, { headers }) => {
    conditions.push([headers['if-none-match'], headers['if-modified-since']])
    if (headers['if-none-match'] === '"1"') reply(response, 304)
    else reply(response, 200, 'one', { etag: '"1"', 'last-modified': 'Mon, 01 Jan 2029 00:00:00 GMT' })
  })
  const first = await fetch()
  expect(await fetch()).toEqual(first)
  expect(writes).toEqual([key])
  expect(conditions).toEqual([
    [undefined, undefined],
    ['"1"', 'Mon, 01 Jan 2029 00:00:00 GMT'],
  ])
})

test('the same bytes from a server without conditional requests are not written again', async () => {
  const { fetch, key, writes } = await setUp((_, response) => reply(response, 200, 'one'))
  await fetch()
  await fetch()
  expect(writes).toEqual([key])
})

test('changed content becomes a new upload', async () => {
  let content = 'one'
  const { fetch, stored } = await setUp((_, response) => reply(response, 200, content, { etag: `"${content}"` }))
  const first = await fetch()
  content = 'two'
  expect(await fetch()).not.toEqual(first)
  expect(await stored()).toBe('two')
})

test('conditions of one URL are not sent to another', async () => {
  const asked: unknown[] = []
  const { fetch } = await setUp((_, response, { headers }) => {
    asked.push(headers['if-none-match'])
    reply(response, 200, 'one', { etag: '"1"' })
  })
  await fetch('/a')
  await fetch('/b')
  expect(asked).toEqual([undefined, undefined])
})

test.for<{ what: string; handler: Handler; options?: Partial<WebOptions>; want: RegExp }>([
  {
    what: 'a redirect to a private address',
    handler: (_, response) => reply(response, 302, '', { location: 'http://127.0.0.2/' }),
    want: /127\.0\.0\.2 is a private address/,
  },
  {
    what: 'a redirect to a name with a private address',
    handler: (_, response, { headers }) =>
      reply(response, 302, '', { location: `http://localhost:${headers.host?.split(':')[1]}/` }),
    options: { isAllowedAddress: address => address === 'none' },
    want: /is a private address/,
  },
  {
    what: 'a redirect to another protocol',
    handler: (_, response) => reply(response, 302, '', { location: 'file:///etc/passwd' }),
    want: /file:\/\/ is not supported/,
  },
  {
    what: 'a redirect to nowhere',
    handler: (_, response) => reply(response, 302, '', { location: 'http://' }),
    want: /it redirects to an invalid URL/,
  },
  {
    what: 'an oversized answer',
    handler: (_, response) => reply(response, 200, 'x'.repeat(1001)),
    want: /larger than 1000 bytes/,
  },
  { what: 'a slow answer', handler: () => undefined, options: { timeoutMs: 100 }, want: /timed out/ },
  { what: 'an error', handler: (_, response) => reply(response, 500), want: /status 500/ },
  { what: 'a 304 without a condition', handler: (_, response) => reply(response, 304), want: /not modified/ },
])('$what fails the import with a reason', async ({ handler, options, want }) => {
  const { fetch, key, origin, stored } = await setUp(handler, options)
  const { source, reason } = await fetch('/api.json?token=s3cret')
  expect(source).toEqual({ bucket: BUCKET, key })
  expect(reason).toMatch(want)
  expect(reason).toContain(`${origin}/api.json:`)
  expect(reason).not.toContain('s3cret')
  expect(await stored()).toBe('')
})
