import { describe, expect, test } from 'vitest'
import { createHandler } from '../../../functions/check-target.ts'
import { lambdaContext } from '../../functions/support.ts'
import { closedOrigin, reply, startServer } from '../connect/support/server.ts'
import { useApi } from './support/api.ts'
import { member } from './support/event.ts'

const { call, stack } = useApi()
const as = member('org')
const PATH = 'GET /targets/org/con/check'

type Finding = { readonly check: string; readonly status: string; readonly message: string }

/** Serves the function with these settings, and returns the findings of a request. */
const check = async (route: string, settings: Readonly<Record<string, string>> = {}) => {
  const handler = createHandler({ ...stack().environment, LOG_LEVEL: 'SILENT', ...settings })
  stack().lambda.registerCall('check-target', target => handler(target, lambdaContext('check-target')))
  const { statusCode, body } = await call(route, { as })
  return { statusCode, body, findings: (body.findings ?? []) as Finding[] }
}

const seed = () => {
  stack().platform?.seedConnector({
    organisationId: 'org',
    connectorId: 'con',
    name: 'con',
    baseUrl: 'https://a.example',
    versions: ['v1'],
  })
  stack().secrets.set('connect-api/token', 'token')
}

test('a target that an import can write to passes all checks, in the version of the query', async () => {
  seed()
  const { statusCode, body, findings } = await check(`${PATH}?version=v2`)
  expect(statusCode).toBe(200)
  expect(body).toMatchObject({
    platform: stack().platform?.url,
    target: { organisationId: 'org', connectorId: 'con', version: 'v2' },
  })
  expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
  expect(findings.find(({ check }) => check === 'version')?.message).toBe('v2 does not exist; an import creates it.')
})

test('without a version, it is v1', async () => {
  seed()
  const { body, findings } = await check(PATH)
  expect(body).toMatchObject({ target: { version: 'v1' } })
  expect(findings.map(({ check }) => check)).toEqual([
    ...['token', 'platform', 'organisation', 'clock', 'connector', 'version'],
    ...['actions', 'triggers', 'definitions', 'latency'],
  ])
})

describe('a failed check is a finding with a remedy, without the token', () => {
  const SECRET = 'swo_check+token'
  test.each<{ name: string; secret?: string; route?: string; url?: () => Promise<string>; check: string }>([
    { name: 'a refused token', secret: SECRET, check: 'token' },
    { name: 'a secret that is not a token', secret: `{"token": "${SECRET}`, check: 'token' },
    { name: 'a connector that does not exist', route: 'GET /targets/org/other/check', check: 'connector' },
    { name: 'a platform that is down', url: closedOrigin, check: 'platform' },
    {
      name: 'a platform that answers with the request',
      secret: SECRET,
      url: async () =>
        (await startServer(({ authorization }, response) => reply(response, 403, { message: authorization }))).origin,
      check: 'organisation',
    },
  ])('$name', async ({ secret, route = PATH, url, check: want }) => {
    seed()
    if (secret !== undefined) stack().secrets.set('connect-api/token', secret)
    const { statusCode, body, findings } = await check(route, url && { CONNECT_API_URL: await url() })
    expect(statusCode).toBe(200)
    expect(findings.at(-1)).toMatchObject({ check: want, status: 'failed', remedy: expect.stringMatching(/\.$/) })
    expect(JSON.stringify(body)).not.toContain(SECRET)
  })
})

test('a secret that does not exist is a finding', async () => {
  seed()
  const { findings } = await check(PATH, { TOKEN_SECRET_ID: 'none/{organisationId}' })
  expect(findings).toMatchObject([{ check: 'token', status: 'failed', message: expect.stringContaining('none/org') }])
})

test('nothing is written to the platform', async () => {
  seed()
  const before = stack().platform?.state()
  await check(PATH)
  expect(stack().platform?.state()).toEqual(before)
})

test.each([
  { route: 'GET /targets/other/con/check', status: 403, code: 'organisation-not-allowed' },
  { route: 'GET /targets/o$g/con/check', status: 422, code: 'invalid-input', pointer: 'organisation' },
  { route: 'GET /targets/org/c*n/check', status: 422, code: 'invalid-input', pointer: 'connector' },
  { route: `${PATH}?version=a/b`, status: 422, code: 'invalid-input', pointer: '?version' },
  { route: `${PATH}?write=true`, status: 422, code: 'invalid-input', pointer: '?write' },
])(
  '$route is refused with status $status, before the function is invoked',
  async ({ route, status, code, pointer }) => {
    let invoked = 0
    stack().lambda.registerCall('check-target', async () => invoked++)
    const answer = await call(route, { as })
    expect(answer).toMatchObject({ statusCode: status, body: { code } })
    if (pointer !== undefined) expect(answer.body).toMatchObject({ errors: [{ pointer }] })
    expect(invoked).toBe(0)
  },
)

test('another method is refused with those that are allowed', async () => {
  expect(await call('POST /targets/org/con/check', { as })).toMatchObject({
    statusCode: 405,
    headers: { allow: 'GET, HEAD' },
  })
})

test('a function that fails is an internal error without its cause', async () => {
  stack().lambda.registerCall('check-target', async () => Promise.reject(new Error('s3cret cause')))
  const answer = await call(PATH, { as })
  expect(answer).toMatchObject({ statusCode: 500, body: { code: 'internal-error' } })
  expect(JSON.stringify(answer)).not.toContain('s3cret')
})
