import { expect, onTestFinished, test } from 'vitest'
import type { Faults } from '../../../infra/local/connect-emulator/faults/settings.ts'
import { createConnectClient } from '../../../lib/connect/client.ts'
import { createHttp } from '../../../lib/connect/send/http.ts'
import { parseSecret } from '../../../lib/connect/token/secret.ts'
import { examine } from '../../../lib/doctor/examine.ts'
import { CONNECTOR, definition, ORGANISATION, setUp, TOKEN } from '../../infra/local/connect-emulator/harness.ts'
import { closedOrigin, reply, startServer } from '../connect/support/server.ts'

type Changes = {
  readonly secret?: string
  readonly version?: string
  readonly connectorId?: string
  readonly writes?: boolean
  readonly now?: () => number
}

const diagnose = async (
  baseUrl: string,
  { secret = TOKEN, version = 'v1', connectorId = CONNECTOR, writes = false, now = Date.now }: Changes = {},
) => {
  const http = createHttp({ connections: 2 })
  onTestFinished(() => http.close())
  const read = async () => parseSecret(secret, { secretId: 'token' })
  const token = { current: read, refused: read }
  const target = { organisationId: ORGANISATION, connectorId, version }
  const connect = (name: string) =>
    createConnectClient({
      baseUrl,
      target: { ...target, version: name },
      token,
      http,
      concurrency: 2,
      maxRequestsPerSecond: 1_000,
      retry: { maxAttempts: 1 },
    })
  return examine({ client: connect(version), connect, http, token, baseUrl, target, now }, { writes })
}

const statusOf = (findings: Awaited<ReturnType<typeof diagnose>>) =>
  Object.fromEntries(findings.map(({ check, status }) => [check, status]))

test('a platform that behaves as its contract has no failed check, and reading changes nothing', async () => {
  const { platform, send } = await setUp()
  await send('POST', '/definitions', { definitions: [definition('Pet')] })
  const before = platform.state()
  const findings = await diagnose(platform.url)
  expect(statusOf(findings)).toEqual({
    token: 'ok',
    platform: 'ok',
    organisation: 'ok',
    clock: 'ok',
    connector: 'ok',
    version: 'ok',
    actions: 'ok',
    triggers: 'ok',
    definitions: 'ok',
    schemas: 'ok',
    latency: 'ok',
  })
  expect(platform.state()).toEqual(before)
  expect(platform.requests.slice(1).every(({ method }) => method === 'GET')).toBe(true)
})

test('writing leaves the connector as it was', async () => {
  const { platform } = await setUp()
  const before = platform.state()
  const findings = await diagnose(platform.url, { writes: true })
  expect(findings.filter(({ status }) => status !== 'ok')).toEqual([])
  expect(platform.state()).toEqual(before)
})

test.each<{ faults: Faults; want: Record<string, string> }>([
  { faults: { variants: { links: 'id' } }, want: { 'links by name': 'differs' } },
  { faults: { variants: { links: 'name' } }, want: { 'links by id': 'differs' } },
  { faults: { variants: { responseIds: 'required' } }, want: { actions: 'differs' } },
  {
    faults: { variants: { xmlDefinitions: 'rejected', errors: 'details' } },
    want: { 'definitions for XML': 'differs' },
  },
  { faults: { notImplemented: ['GET triggers'] }, want: { triggers: 'differs' } },
  { faults: { variants: { schemaUrls: 'dead' } }, want: {} },
  {
    faults: { notImplemented: ['PUT actions', 'PUT definitions', 'DELETE actions'], notImplementedStatus: 404 },
    want: { 'PUT of actions': 'differs', 'PUT of definitions': 'differs', 'DELETE of actions': 'differs' },
  },
  { faults: { notImplemented: ['DELETE versions'] }, want: { 'clean up': 'failed' } },
  { faults: { notImplemented: ['POST versions'] }, want: { drafts: 'failed' } },
])('the checks find $faults', async ({ faults, want }) => {
  const { platform } = await setUp({ faults })
  const findings = await diagnose(platform.url, { writes: true })
  const others = findings.filter(({ status }) => status === 'differs' || status === 'failed')
  if (want['links by id'] === undefined && want.actions === undefined) expect(statusOf(others)).toEqual(want)
  else expect(statusOf(others)).toMatchObject(want)
})

test.each<{ name: string; changes?: Changes; faults?: Faults; check: string; message: RegExp }>([
  {
    name: 'a wrong token',
    changes: { secret: 'swo_other' },
    check: 'token',
    message: /refuses the token, sent as "Authorization: Bearer …"/,
  },
  { name: 'an empty secret', changes: { secret: ' ' }, check: 'token', message: /is empty/ },
  {
    name: 'another scheme',
    faults: { variants: { tokenScheme: 'JWT' } },
    check: 'token',
    message: /refuses the token/,
  },
  { name: 'an unknown connector', changes: { connectorId: 'none' }, check: 'connector', message: /not found/ },
  { name: 'a reserved version', changes: { version: 'latest' }, check: 'version', message: /reserved/ },
  { name: 'a clock that is wrong', changes: { now: () => Date.now() + 3_600_000 }, check: 'clock', message: /ahead/ },
  {
    name: 'a platform that is down',
    faults: { failEvery: 1, failStatus: 503 },
    check: 'platform',
    message: /status 503/,
  },
])('$name fails with a sentence and a remedy, without the token', async ({ changes, faults = {}, check, message }) => {
  const { platform } = await setUp({ faults })
  const findings = await diagnose(platform.url, changes)
  const [failed] = findings.filter(({ status }) => status === 'failed')
  expect(failed).toMatchObject({ check, message: expect.stringMatching(message), remedy: expect.stringMatching(/\.$/) })
  expect(JSON.stringify(findings)).not.toContain(changes?.secret?.trim() || TOKEN)
})

test('an expired token is found without a request', async () => {
  const claims = Buffer.from(JSON.stringify({ iss: 'https://versori.com/sk/1', exp: 1 })).toString('base64url')
  const { platform } = await setUp()
  const findings = await diagnose(platform.url, { secret: `e30.${claims}.c2ln` })
  expect(findings).toMatchObject([
    { check: 'token', status: 'failed', message: 'The token expired at 1970-01-01T00:00:01.000Z.' },
  ])
  expect(platform.requests).toEqual([])
})

test('an address without a platform fails with a remedy', async () => {
  const findings = await diagnose(await closedOrigin())
  expect(findings.at(-1)).toMatchObject({
    check: 'platform',
    status: 'failed',
    message: expect.stringContaining('ECONNREFUSED'),
  })
})

test.each([
  { name: 'a web page', status: 200, body: '<html>', message: /not the Connect API: status 200, not JSON/ },
  { name: 'another API', status: 404, body: '{"error":"no"}', message: /not the Connect API: status 404/ },
  { name: 'a redirect', status: 302, body: '', message: /not the Connect API: status 302/ },
])('$name fails with a remedy for its address', async ({ status, body, message }) => {
  const { origin } = await startServer((_request, response) => reply(response, status, body))
  const failed = { status: 'failed', message: expect.stringMatching(message) }
  const path = 'CONNECT_API_URL usually ends with /api/connect/v1.'
  expect((await diagnose(origin)).at(-1)).toMatchObject({ ...failed, remedy: path })
  const host = 'Check the host in CONNECT_API_URL.'
  expect((await diagnose(`${origin}/api/connect/v1`)).at(-1)).toMatchObject({ ...failed, remedy: host })
})

test('a connector with another shape or protocol fails', async () => {
  const { origin } = await startServer(({ url }, response) =>
    reply(response, 200, url.includes('?') ? { connectors: [] } : { id: CONNECTOR, protocol: 'soap' }),
  )
  expect((await diagnose(origin)).at(-1)).toMatchObject({
    check: 'connector',
    message: expect.stringContaining('soap'),
  })
})
