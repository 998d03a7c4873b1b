import { describe, expect, test } from 'vitest'
import { MAX_BODY_BYTES } from '../../../lib/api/middleware.ts'
import { useApi } from './support/api.ts'
import { createJudge } from './support/description.ts'
import { member, type Request } from './support/event.ts'

const { call } = useApi()
const as = member('org')
const target = { organisationId: 'org', connectorId: 'con', version: 'v1' }
const source = { url: 'https://example.com/api.json' }
/** S3 replaces it with the name of the file. */
const PLACEHOLDER = ['$', '{filename}'].join('')
const upload = { target, filename: 'api.json', size: 1, contentType: 'application/json' }

const refusals: { what: string; route: string; request?: Request; status: number; code: string; headers?: object }[] = [
  { what: 'an unknown path', route: 'GET /nothing', request: { as }, status: 404, code: 'no-such-route' },
  { what: 'a path below a route', route: 'GET /imports/a/b', request: { as }, status: 404, code: 'no-such-route' },
  {
    what: 'an unsupported method',
    route: 'DELETE /imports',
    request: { as },
    status: 405,
    code: 'method-not-allowed',
    headers: { allow: 'POST, GET, HEAD' },
  },
  {
    what: 'an unsupported method of a path with a parameter',
    route: 'PUT /imports/imp-1',
    request: { as },
    status: 405,
    code: 'method-not-allowed',
    headers: { allow: 'GET, HEAD' },
  },
  {
    what: 'a preflight request without allowed origins',
    route: 'OPTIONS /imports',
    status: 405,
    code: 'method-not-allowed',
  },
  {
    what: 'a body of another content type',
    route: 'POST /imports',
    request: { as, body: 'a', headers: { 'Content-Type': 'text/plain' } },
    status: 415,
    code: 'unsupported-media-type',
  },
  { what: 'a missing body', route: 'POST /imports', request: { as }, status: 415, code: 'unsupported-media-type' },
  { what: 'a truncated body', route: 'POST /imports', request: { as, body: '{' }, status: 400, code: 'malformed-json' },
  {
    what: 'a body with a property __proto__',
    route: 'POST /imports',
    request: { as, body: '{"__proto__":{}}' },
    status: 400,
    code: 'malformed-json',
  },
  {
    what: 'a body that is too large',
    route: 'POST /uploads',
    request: { as, body: ' '.repeat(MAX_BODY_BYTES + 1) },
    status: 413,
    code: 'body-too-large',
  },
  { what: 'an unauthenticated caller', route: 'GET /imports/imp-1', status: 401, code: 'unauthenticated' },
  {
    what: 'a caller without an organisation',
    route: 'GET /openapi.json',
    request: { as: member('') },
    status: 403,
    code: 'no-organisation',
  },
  {
    what: 'an import into another organisation',
    route: 'POST /imports',
    request: { as: member('other'), body: { target, source } },
    status: 403,
    code: 'organisation-not-allowed',
  },
]

test.for(refusals)('$what: $status', async ({ route, request, status, code, headers = {} }) => {
  const answer = await call(route, request)
  expect(answer).toMatchObject({
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', 'X-Content-Type-Options': 'nosniff', ...headers },
    body: { type: 'about:blank', status, code, detail: expect.stringMatching(/\.$/), requestId: expect.any(String) },
  })
})

describe('the handler and the OpenAPI description accept the same bodies', () => {
  const judge = createJudge()
  const long = 'x'.repeat(129)
  const bodies: { route: string; good: boolean; body: unknown }[] = [
    { route: '/imports', good: true, body: { target, source } },
    { route: '/imports', good: true, body: { target, source, options: { dryRun: true, includeTag: ['a'] } } },
    { route: '/imports', good: true, body: { target: { ...target, version: '2024 (ü)' }, source } },
    { route: '/imports', good: false, body: [] },
    { route: '/imports', good: false, body: 1 },
    { route: '/imports', good: false, body: {} },
    { route: '/imports', good: false, body: { target } },
    { route: '/imports', good: false, body: { target, source: {} } },
    { route: '/imports', good: false, body: { target, source: { ...source, key: 'k' } } },
    { route: '/imports', good: false, body: { target, source: { url: 'http://example.com' } } },
    { route: '/imports', good: false, body: { target, source: { url: 'no URL' } } },
    { route: '/imports', good: false, body: { target, source, more: 1 } },
    { route: '/imports', good: false, body: { target: { ...target, organisationId: 'a/b' }, source } },
    { route: '/imports', good: false, body: { target: { ...target, organisationId: '..' }, source } },
    { route: '/imports', good: false, body: { target: { ...target, connectorId: 'a#b' }, source } },
    { route: '/imports', good: false, body: { target: { ...target, connectorId: long }, source } },
    { route: '/imports', good: false, body: { target: { ...target, version: '' }, source } },
    { route: '/imports', good: false, body: { target: { ...target, version: '..' }, source } },
    { route: '/imports', good: false, body: { target: { ...target, version: PLACEHOLDER }, source } },
    { route: '/imports', good: false, body: { target, source, options: { dryRun: 'yes' } } },
    { route: '/imports', good: false, body: { target, source, options: [] } },
    { route: '/imports', good: false, body: { target: { ...target, organisationId: '$&' }, source } },
    { route: '/imports', good: false, body: { target, source, options: { fromVersion: 'a/b' } } },
    { route: '/imports', good: false, body: { target, source, options: { includeTag: [''] } } },
    { route: '/imports', good: false, body: { target, source, options: { removed: 'all' } } },
    { route: '/imports', good: false, body: { target, source, options: { sourceUrl: 'https://a.example' } } },
    { route: '/uploads', good: true, body: upload },
    { route: '/uploads', good: true, body: { ...upload, filename: 'a/b-1/c_d.yaml' } },
    { route: '/uploads', good: false, body: { ...upload, filename: '../api.json' } },
    { route: '/uploads', good: false, body: { ...upload, filename: 'a//b' } },
    { route: '/uploads', good: false, body: { ...upload, filename: PLACEHOLDER } },
    { route: '/uploads', good: false, body: { ...upload, filename: 'fetched/api.json' } },
    { route: '/uploads', good: false, body: { ...upload, size: 0 } },
    { route: '/uploads', good: false, body: { ...upload, size: 1.5 } },
    { route: '/uploads', good: false, body: { ...upload, size: undefined } },
    { route: '/uploads', good: false, body: { ...upload, contentType: 'text/html' } },
  ]

  test.for(bodies)('$route $body: $good', async ({ route, good, body }) => {
    const { statusCode } = await call(`POST ${route}`, { as, body })
    expect(statusCode).toBe(good ? (route === '/imports' ? 202 : 200) : 422)
    expect(judge.takes(route, JSON.parse(JSON.stringify(body)))).toBe(good)
  })
})

test('all invalid fields are reported together, with their pointers and without their values', async () => {
  const wrong = { target: { ...target, organisationId: 'sec/ret' }, source: {}, options: { dryRun: 'secret' }, x: 1 }
  const { body } = await call('POST /imports', { as, body: wrong })
  expect(body.errors).toEqual([
    { pointer: '/target/organisationId', detail: 'must be 1 to 128 letters, digits or ".", "_", ":", "-"' },
    { pointer: '/source', detail: 'must have either "key" or "url"' },
    { pointer: '/options/dryRun', detail: 'must be a boolean, got a string' },
    { pointer: '/x', detail: 'is not a known property' },
  ])
  expect(JSON.stringify(body)).not.toContain('sec')
})

test.each([
  [[], 'The body must be an object, got an array.'],
  [1, 'The body must be an object, got a number.'],
])('a body that is %j is refused', async (given, detail) => {
  expect(await call('POST /imports', { as, body: given })).toMatchObject({ statusCode: 422, body: { detail } })
})

test('an invalid Idempotency-Key is refused', async () => {
  const headers = { 'idempotency-key': 'x'.repeat(129) }
  expect(await call('POST /imports', { as, body: { target, source }, headers })).toMatchObject({
    statusCode: 422,
    body: { errors: [{ pointer: 'idempotency-key' }] },
  })
})

test('the response to an internal error does not contain its cause', async () => {
  const answer = await call('GET /imports/imp-1', { as }, { TABLE: 'no-such-table' })
  expect(answer).toMatchObject({ statusCode: 500, body: { code: 'internal-error' } })
  expect(JSON.stringify(answer)).not.toMatch(/no-such-table|ResourceNotFound|\.ts:/)
})

test('invalid settings cause an internal error for every request', async () => {
  expect(await call('GET /openapi.json', { as }, { ORGANISATIONS: '[1]' })).toMatchObject({ statusCode: 500 })
})

describe('CORS', () => {
  const settings = { ALLOWED_ORIGINS: 'https://app.example, https://two.example' }
  const from = (origin: string) => ({ headers: { origin, 'access-control-request-method': 'POST' } })

  test('is off unless origins are allowed', async () => {
    const { headers } = await call('GET /openapi.json', { as, ...from('https://app.example') })
    expect(Object.keys(headers).filter(name => /^access-control/i.test(name))).toEqual([])
  })

  test('answers the unauthenticated preflight request of an allowed origin', async () => {
    expect(await call('OPTIONS /imports', from('https://app.example'), settings)).toMatchObject({
      statusCode: 204,
      headers: {
        'Access-Control-Allow-Origin': 'https://app.example',
        'Access-Control-Allow-Methods': 'GET, HEAD, POST',
      },
    })
  })

  test('allows no other origin', async () => {
    const { headers } = await call('OPTIONS /imports', from('https://evil.example'), settings)
    expect(headers).not.toHaveProperty('Access-Control-Allow-Origin')
  })

  test('lets an allowed origin read a problem', async () => {
    expect(await call('GET /nothing', { as, ...from('https://two.example') }, settings)).toMatchObject({
      statusCode: 404,
      headers: { 'Access-Control-Allow-Origin': 'https://two.example' },
    })
  })
})
