import { expect, test } from 'vitest'
import { action, sender, setUp } from './harness.ts'

test('authorization', async () => {
  const { version } = await setUp()
  const table = [
    { given: {}, want: 401 },
    { given: { authorization: 'Bearer wrong' }, want: 401 },
    { given: { authorization: 'token-of-the-test' }, want: 401 },
    { given: { authorization: 'Basic token-of-the-test' }, want: 401 },
    { given: { authorization: 'Bearer token-of-the-test' }, want: 200 },
    { given: { authorization: 'JWT token-of-the-test' }, want: 200 },
  ]
  for (const { given, want } of table) {
    const response = await fetch(`${version}/actions`, { headers: given })
    const text = await response.text()
    expect(response.status, JSON.stringify(given)).toBe(want)
    expect(text).not.toContain('token-of-the-test')
    if (want === 401) expect(JSON.parse(text).code).toBe('unauthorized')
  }
})

test('setToken replaces the valid token', async () => {
  const { platform, version, send } = await setUp()
  platform.setToken('second')
  expect((await send('GET', '/actions')).status).toBe(401)
  expect((await sender(version, 'second')('GET', '/actions')).status).toBe(200)
})

test('unknown items, routes and methods', async () => {
  const { platform, connector, version, send } = await setUp()
  const table = [
    { method: 'GET', url: `${platform.url}/o/nobody/connectors/none`, want: 404, code: 'connector_not_found' },
    { method: 'GET', url: connector.replace(/CON$/, 'XXX'), want: 404, code: 'connector_not_found' },
    { method: 'GET', url: `${connector}/versions/v2/actions`, want: 404, code: 'version_not_found' },
    {
      method: 'POST',
      url: `${connector}/versions/v2/actions`,
      body: action('A'),
      want: 404,
      code: 'version_not_found',
    },
    { method: 'GET', url: `${connector}/versions/latest`, want: 404, code: 'version_not_found' },
    { method: 'GET', url: `${version}/actions/none`, want: 404, code: 'action_not_found' },
    { method: 'DELETE', url: `${version}/actions/none`, want: 404, code: 'action_not_found' },
    { method: 'GET', url: `${version}/definitions/none`, want: 404, code: 'definition_not_found' },
    { method: 'GET', url: `${version}/nothing`, want: 404, code: 'route_not_found' },
    { method: 'GET', url: `${version}/actions/`, want: 404, code: 'action_not_found' },
    { method: 'PATCH', url: `${version}/actions`, body: {}, want: 405, code: 'method_not_allowed' },
    { method: 'PUT', url: connector, body: {}, want: 405, code: 'method_not_allowed' },
    { method: 'GET', url: `${version}/actions/%E0%A4%A`, want: 400, code: 'path_invalid' },
  ]
  for (const { method, url, body, want, code } of table) {
    const reply = await send(method, url, body)
    expect([reply.status, reply.json().code], `${method} ${url}`).toEqual([want, code])
  }
  expect((await send('PATCH', '/actions', {})).headers.get('allow')).toBe('GET, POST')
})

test('bodies', async () => {
  const { send } = await setUp({ maxBodyBytes: 1000 })
  const table = [
    { body: '{"type":', want: 400, code: 'body_not_json' },
    { body: '', want: 400, code: 'body_not_json' },
    { body: '[]', want: 400, code: 'body_invalid' },
    { body: 'null', want: 400, code: 'body_invalid' },
    { body: action('A'), contentType: 'text/plain', want: 400, code: 'content_type_unsupported' },
    { body: action('A'), contentType: 'application/jsonish', want: 400, code: 'content_type_unsupported' },
    { body: action('A', { description: 'x'.repeat(1000) }), want: 413, code: 'body_too_large' },
    { body: action('A', { description: 'x'.repeat(3_000_000) }), want: 413, code: 'body_too_large' },
  ]
  for (const { body, contentType = 'application/json', want, code } of table) {
    const reply = await send('POST', '/actions', body, { 'content-type': contentType })
    expect([reply.status, reply.json().code], JSON.stringify(body).slice(0, 60)).toEqual([want, code])
  }
  const reply = await send('POST', '/actions', action('A'), { 'content-type': 'Application/JSON; charset=utf-8' })
  expect(reply.status).toBe(201)
})

test('requests are logged with method, path, status and time', async () => {
  let time = 1000
  const { platform, send } = await setUp({ now: () => time })
  await send('GET', '/actions?first=3')
  time = 2000
  await send('POST', '/actions', {})
  const path = new URL(`${platform.url}/o`).pathname
  expect(platform.requests).toEqual([
    { method: 'GET', path: expect.stringMatching(/\/versions\/v1\/actions\?first=3$/), status: 200, at: 1000 },
    { method: 'POST', path: expect.stringContaining(path), status: 400, at: 2000 },
  ])
})
