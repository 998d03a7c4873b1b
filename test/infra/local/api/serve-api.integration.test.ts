import { S3Client } from '@aws-sdk/client-s3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createWeb } from '../../../../lib/http/web.ts'
import { createObjectStore } from '../../../../lib/store/objects.ts'
import { reply, startServer } from '../../../lib/connect/support/server.ts'
import { pets } from '../importer/documents.ts'
import { useServedApi } from './support.ts'

/** Servers of the tests that count as public, by their name in a URL. */
const publicOrigins = new Map<string, string>()
const web = createWeb({
  isAllowedHost: () => true,
  isAllowedAddress: address => address === '127.0.0.1',
  protocols: ['http:'],
  maxBytes: 1_000_000,
})
const sources = {
  get: (url: string, conditions?: Parameters<typeof web.get>[1]) => {
    const { host, pathname } = new URL(url)
    return web.get(`${publicOrigins.get(host)}${pathname}`, conditions)
  },
}
const { request, seed, idle, stack, url, errors } = useServedApi({ sources })

const target = (connectorId: string) => ({ organisationId: 'acme', connectorId, version: 'v1' })
const actionsOf = (connectorId: string) =>
  stack()
    .platform?.state()
    .connectors.find(({ id }) => id === connectorId)
    ?.versions.flatMap(version => version.actions.map(({ name }) => name))

test('a form uploads a document, whose import is visible only to its organisation', async () => {
  seed('acme', 'uploaded')
  const file = JSON.stringify(pets(1))
  const wanted = {
    target: target('uploaded'),
    filename: 'api.json',
    size: file.length,
    contentType: 'application/json',
  }
  const { body } = await request('POST', '/uploads', 'acme', wanted)
  const form = new FormData()
  for (const [name, value] of Object.entries(body.fields as Record<string, string>)) form.append(name, value)
  form.append('file', new Blob([file]))
  expect((await fetch(String(body.url), { method: 'POST', body: form })).ok).toBe(true)

  const history = () => request('GET', '/imports?connectorId=uploaded', 'acme')
  const imports = await vi.waitUntil(
    async () => {
      const list = (await history()).body.imports as { importId: string; finishedAt?: string }[]
      return list[0]?.finishedAt !== undefined && list
    },
    { timeout: 60_000, interval: 100 },
  )
  expect(imports).toMatchObject([
    {
      status: 'succeeded',
      counts: { operations: 2, actions: { created: 2 } },
      document: { title: 'Pets', bytes: file.length },
    },
  ])
  expect(actionsOf('uploaded')).toHaveLength(2)
  const path = `/imports/${imports[0]?.importId}`
  const { links } = (await request('GET', path, 'acme')).body as { links: { report: string } }
  expect(await (await fetch(links.report)).json()).toMatchObject({ outcome: 'succeeded' })

  expect((await request('GET', path, 'initech')).status).toBe(404)
  expect((await request('GET', '/imports?connectorId=uploaded', 'initech')).body).toEqual({ imports: [] })
  const source = { key: 'documents/acme/uploaded/v1/api.json' }
  expect((await request('POST', '/imports', 'initech', { target: target('uploaded'), source })).status).toBe(403)
  const own = { organisationId: 'initech', connectorId: 'uploaded', version: 'v1' }
  expect((await request('POST', '/imports', 'initech', { target: own, source })).status).toBe(422)
})

test('an import from a URL starts once for the same request, and options of the request win', async () => {
  seed('acme', 'fetched')
  const server = await startServer((_, response) => reply(response, 200, pets(1)))
  publicOrigins.set('fetched.example', server.origin)
  const body = { target: target('fetched'), source: { url: 'https://fetched.example/api.json' } }
  const bucket = createObjectStore(new S3Client({ forcePathStyle: true }), stack().environment.BUCKET ?? '')
  await bucket.write(
    'documents/acme/fetched/v1/import.json',
    '{"dryRun":true,"includeMethod":["GET"]}',
    'application/json',
  )
  const first = await request('POST', '/imports', 'acme', { ...body, options: { dryRun: false } })
  const second = await request('POST', '/imports', 'acme', { ...body, options: { dryRun: false } })
  expect(second.body.importId).toBe(first.body.importId)
  await idle()
  expect((await request('GET', `/imports/${first.body.importId}`, 'acme')).body).toMatchObject({ status: 'succeeded' })
  expect(actionsOf('fetched')).toEqual(['getPet0'])
  expect(server.received).toHaveLength(1)
})

test('a request to publish is refused with the plan, until it has a confirmation', async () => {
  seed('acme', 'published')
  const server = await startServer((_, response) => reply(response, 200, pets(1)))
  publicOrigins.set('published.example', server.origin)
  const body = { target: target('published'), source: { url: 'https://published.example/api.json' } }
  const importWith = async (options: object) => {
    const { importId } = (await request('POST', '/imports', 'acme', { ...body, options })).body
    await idle()
    return (await request('GET', `/imports/${importId}`, 'acme')).body
  }
  const refused = await importWith({ publish: true })
  expect(refused).toMatchObject({
    status: 'refused',
    reason: expect.stringContaining('It publishes the version'),
    counts: { actions: { created: 2 } },
  })
  expect(actionsOf('published')).toEqual([])
  const again = await importWith({ publish: true })
  expect(again).toMatchObject({ importId: `${refused.importId}-2`, status: 'refused' })
  expect(await importWith({ publish: true, confirm: true })).toMatchObject({ status: 'succeeded' })
  expect(actionsOf('published')).toHaveLength(2)
  const invalid = await request('POST', '/imports', 'acme', { ...body, options: { resolve: { a: 'mine' } } })
  expect(invalid).toMatchObject({ status: 422, body: { errors: [{ pointer: '/options/resolve/a' }] } })
})

test('a URL that redirects to a private address fails the import with a reason', async () => {
  seed('acme', 'inside')
  const server = await startServer((_, response) => reply(response, 302, '', { location: 'http://127.0.0.2/secret' }))
  publicOrigins.set('inside.example', server.origin)
  const body = { target: target('inside'), source: { url: 'https://inside.example/api.json?key=s3cret' } }
  const { importId } = (await request('POST', '/imports', 'acme', body)).body
  await idle()
  const answer = (await request('GET', `/imports/${importId}`, 'acme')).body
  expect(answer).toMatchObject({
    status: 'failed',
    reason: expect.stringMatching(/https:\/\/inside\.example\/api\.json: 127\.0\.0\.2 is a private address/),
  })
  expect(JSON.stringify(answer)).not.toContain('s3cret')
})

test('a body above the limit of API Gateway does not reach the handler', async () => {
  const response = await fetch(`${url()}/imports`, { method: 'POST', body: 'x'.repeat(10 * 1024 * 1024 + 1) }).catch(
    () => undefined,
  )
  expect([413, undefined]).toContain(response?.status)
})

test('a target is checked', async () => {
  seed('acme', 'checked')
  const { status, body } = await request('GET', '/targets/acme/checked/check', 'acme')
  expect(status).toBe(200)
  const findings = body.findings as { check: string; status: string }[]
  expect(findings.filter(({ status }) => status !== 'ok' && status !== 'skipped')).toEqual([])
  expect(findings.map(({ check }) => check)).toContain('connector')
})

test('HEAD has the headers of GET over HTTP', async () => {
  const [get, head] = await Promise.all(
    ['GET', 'HEAD'].map(method => fetch(`${url()}/openapi.json`, { method, headers: { connection: 'close' } })),
  )
  const headersOf = (response?: Response) =>
    Object.fromEntries([...(response?.headers ?? [])].filter(([name]) => name !== 'date'))
  expect(head?.status).toBe(200)
  expect(await head?.text()).toBe('')
  expect(headersOf(head)).toEqual(headersOf(get))
})

test('an unknown path is a problem, too', async () => {
  const response = await fetch(`${url()}/nothing`)
  expect(response.status).toBe(404)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  onTestFinished(() => expect(errors).toEqual([]))
})
