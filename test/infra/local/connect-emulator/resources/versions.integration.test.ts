import { expect, test } from 'vitest'
import { ULID } from '../../../../../infra/local/connect-emulator/state/ulid.ts'
import { action, CONNECTOR, definition, links, ORGANISATION, setUp } from '../harness.ts'

const ulid = expect.stringMatching(ULID)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)

/** A platform whose clock goes on by a second with each look at it. */
const setUpClock = () => {
  let now = Date.UTC(2026, 0, 1)
  return setUp({
    now: () => {
      now += 1000
      return now
    },
  })
}

test('the connector', async () => {
  const { connector, send } = await setUp()
  expect((await send('GET', connector)).json()).toEqual({
    id: CONNECTOR,
    organisationId: ORGANISATION,
    name: CONNECTOR,
    public: false,
    protocol: 'http',
    baseUrl: 'https://api.example.com',
    authSchemeConfigs: [],
    connections: [],
    createdAt: time,
    updatedAt: time,
    versions: [expect.objectContaining({ name: 'v1', publishedAt: null })],
  })
})

test('seeding again keeps existing versions and adds missing ones', async () => {
  const { platform, connector, send } = await setUp()
  await send('POST', '/actions', action('A'))
  const before = platform.state()
  const seed = { organisationId: ORGANISATION, connectorId: CONNECTOR, baseUrl: 'https://api.example.com' }
  platform.seedConnector({ ...seed, versions: ['v1'] })
  expect(platform.state()).toEqual(before)
  platform.seedConnector({ ...seed, baseUrl: 'https://other.example.com', name: 'Pets', versions: ['v1', 'v2'] })
  const after = (await send('GET', connector)).json()
  expect([after.name, after.baseUrl]).toEqual(['Pets', 'https://other.example.com'])
  expect(Array.from(after.versions ?? [], ({ name }) => name)).toEqual(['v1', 'v2'])
  expect((await send('GET', '/actions')).json().totalCount).toBe(1)
})

test('a version from creation to deletion', async () => {
  const { connector, send } = await setUpClock()
  const created = await send('POST', `${connector}/versions`, { name: 'v 2/x' })
  expect(created.status).toBe(201)
  const version = { id: ulid, name: 'v 2/x', isLatest: false, isDefault: false, createdAt: time, updatedAt: time }
  expect(created.json()).toEqual({ ...version, publishedAt: null })
  const url = `${connector}/versions/${encodeURIComponent('v 2/x')}`
  expect((await send('GET', url)).json()).toEqual(created.json())

  const renamed = await send('PUT', url, { ...created.json(), name: 'v2', description: 'Second' })
  expect([renamed.status, renamed.json().name, renamed.json().description]).toEqual([200, 'v2', 'Second'])
  expect((await send('GET', url)).status).toBe(404)

  await send('POST', `${connector}/versions/v1/actions`, action('A'))
  const listed = (await send('GET', `${connector}/versions`)).json()
  expect(listed.totalCount).toBe(2)
  expect(Array.from(listed.items ?? [], ({ name }) => name)).toEqual(['v1', 'v2'])

  expect((await send('DELETE', `${connector}/versions/v2`)).status).toBe(204)
  expect((await send('GET', `${connector}/versions/v2`)).status).toBe(404)
})

test('errors of versions', async () => {
  const { connector, version, send } = await setUp()
  const stored = (await send('GET', version)).json()
  await send('POST', `${connector}/versions`, { name: 'v2' })
  const table = [
    { method: 'POST', path: '', given: { name: 'v1' }, want: 409, code: 'version_exists' },
    { method: 'POST', path: '', given: { name: 'latest' }, want: 400, code: 'version_reserved' },
    { method: 'POST', path: '', given: { name: 'default' }, want: 400, code: 'version_reserved' },
    { method: 'POST', path: '', given: { name: '' }, want: 400, code: 'body_invalid' },
    { method: 'POST', path: '', given: { name: 'v3', description: 'x' }, want: 400, code: 'body_invalid' },
    { method: 'POST', path: '', given: { name: 'v3', fromVersion: 'v0' }, want: 400, code: 'version_unknown' },
    { method: 'POST', path: '', given: { name: 'v3', fromVersion: 'latest' }, want: 400, code: 'version_unknown' },
    { method: 'PUT', path: '/v1', given: { ...stored, name: 'v2' }, want: 409, code: 'version_exists' },
    { method: 'PUT', path: '/v1', given: { ...stored, name: 'latest' }, want: 400, code: 'version_reserved' },
    { method: 'PUT', path: '/v1', given: { ...stored, createdAt: 'x' }, want: 400, code: 'read_only' },
    { method: 'PUT', path: '/v1', given: { ...stored, isLatest: true }, want: 400, code: 'read_only' },
    { method: 'PUT', path: '/v1', given: { name: 'v1' }, want: 400, code: 'body_invalid' },
    { method: 'POST', path: '/v1/unpublish', want: 409, code: 'version_not_published' },
    { method: 'POST', path: '/latest/publish', want: 400, code: 'version_reserved' },
    { method: 'POST', path: '/latest/actions', given: action('A'), want: 400, code: 'version_reserved' },
    { method: 'POST', path: '/default/definitions', given: {}, want: 400, code: 'version_reserved' },
    { method: 'DELETE', path: '/default', want: 400, code: 'version_reserved' },
  ]
  for (const { method, path, given, want, code } of table) {
    const reply = await send(method, `${connector}/versions${path}`, given)
    expect([reply.status, reply.json().code], `${method} ${path} ${JSON.stringify(given)}`).toEqual([want, code])
  }
})

test('a published version and its contents are read-only until it is unpublished', async () => {
  const { connector, version, send } = await setUp()
  await send('POST', '/definitions', { definitions: [definition('Pet')] })
  const stored = (await send('POST', '/actions', action('A'))).json()
  const published = await send('POST', '/publish')
  expect(published.status).toBe(200)
  const { version: now } = published.json()
  expect(now).toMatchObject({ name: 'v1', isLatest: true, isDefault: true, publishedAt: time })

  const table = [
    { method: 'POST', path: '/actions', given: action('B') },
    { method: 'PUT', path: '/actions/A', given: stored },
    { method: 'DELETE', path: '/actions/A' },
    { method: 'POST', path: '/definitions', given: { definitions: [definition('New')] } },
    { method: 'PUT', path: '/definitions/Pet', given: {} },
    { method: 'DELETE', path: '/definitions/Pet?force=true' },
    { method: 'DELETE', path: '/definitions', given: { all: true } },
    { method: 'PUT', path: '', given: now },
    { method: 'DELETE', path: '' },
    { method: 'POST', path: '/publish' },
  ]
  for (const { method, path, given } of table) {
    const reply = await send(method, path, given)
    expect([reply.status, reply.json().code], `${method} ${path}`).toEqual([409, 'version_published'])
  }
  expect((await send('POST', '/unpublish')).json().version?.publishedAt).toBeNull()
  expect((await send('PUT', '/actions/A', stored)).status).toBe(200)
  await send('POST', '/publish')
  expect((await send('DELETE', '?force=true')).status).toBe(204)
  expect((await send('GET', version)).status).toBe(404)
  expect((await send('GET', connector)).json().versions).toEqual([])
})

test('latest and default are the version that was published last', async () => {
  const { connector, version, send } = await setUpClock()
  await send('POST', '/actions', action('Old'))
  await send('POST', `${connector}/versions`, { name: 'v2' })
  await send('POST', `${connector}/versions/v2/publish`)
  await send('POST', `${version}/publish`)
  for (const name of ['latest', 'default']) {
    expect((await send('GET', `${connector}/versions/${name}`)).json().name).toBe('v1')
    expect((await send('GET', `${connector}/versions/${name}/actions/Old`)).status).toBe(200)
  }
  const flags = Array.from((await send('GET', connector)).json().versions ?? [], ({ isLatest }) => isLatest)
  expect(flags).toEqual([true, false])
})

test('fromVersion copies actions and definitions under new ids', async () => {
  const { connector, send } = await setUp()
  await send('POST', '/definitions', {
    definitions: [definition('Pet', { $ref: '#/$defs/Owner' }), definition('Owner', { $ref: '#/$defs/Pet' })],
  })
  const body = { required: true, definitions: links('Owner') }
  const source = await send(
    'POST',
    '/actions',
    action('A', { method: 'POST', requestBody: body, responses: [{ status: 200, definitions: links('Pet') }] }),
  )
  expect((await send('POST', `${connector}/versions`, { name: 'v2', fromVersion: 'v1' })).status).toBe(201)

  const copy = (await send('GET', `${connector}/versions/v2/actions/A`)).json()
  const pet = (await send('GET', `${connector}/versions/v2/definitions/Pet`)).json()
  const owner = (await send('GET', `${connector}/versions/v2/definitions/Owner`)).json()
  const original = (await send('GET', '/definitions/Pet')).json()
  expect(copy.responses?.[0]?.definitions?.[0]?.definition?.id).toBe(pet.id)
  expect(copy.requestBody?.definitions?.[0]?.definition?.id).toBe(owner.id)
  expect(pet.referencedBy).toEqual([
    { type: 'definition', id: owner.id, name: 'Owner' },
    { type: 'action', id: copy.id, name: 'A' },
  ])
  expect((await send('GET', String(pet.url))).json()).toEqual({ $ref: owner.url })

  const idsOf = (text: string): string[] => text.match(/\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g) ?? []
  const shared = new Set(idsOf(source.text + JSON.stringify(original)))
  const common = idsOf(JSON.stringify([copy, pet, owner])).filter(id => shared.has(id))
  expect(common.filter(id => id !== ORGANISATION && id !== CONNECTOR)).toEqual([])

  await send('DELETE', `${connector}/versions/v2/actions/A`)
  expect((await send('GET', '/actions/A')).json()).toEqual(source.json())
})
