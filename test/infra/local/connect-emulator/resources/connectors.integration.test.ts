import { expect, test } from 'vitest'
import { ULID } from '../../../../../infra/local/connect-emulator/state/ulid.ts'
import { ORGANISATION, setUp } from '../harness.ts'

const SCHEME = {
  id: '01HZ00000000000000000000S1',
  schemeType: 'api-key',
  description: 'key',
  name: 'X-Key',
  in: 'header',
}
const CREATE = {
  name: 'Parcels',
  baseUrl: 'https://{{tenant}}.parcels.test',
  connectionVariables: [{ name: 'tenant', value: 'demo' }],
  authSchemeConfigs: [SCHEME],
  tags: { openapi: ['parcels'] },
  public: false,
  connections: [],
}

const setUpConnectors = async (options: Parameters<typeof setUp>[0] = {}) => {
  const { platform, send, connector } = await setUp(options)
  return { platform, send, connector, url: `${platform.url}/o/${ORGANISATION}/protocols/http/connectors` }
}

test('a connector is created, found, listed by name and kept in the state', async () => {
  const { platform, send, url } = await setUpConnectors()
  const created = await send('POST', url, CREATE)
  expect(created.status).toBe(201)
  const { public: isPublic, connections, ...stored } = CREATE
  expect(created.json()).toMatchObject({ ...stored, id: expect.stringMatching(ULID), protocol: 'http', versions: [] })
  const connectors = `${platform.url}/o/${ORGANISATION}/connectors`
  expect((await send('GET', `${connectors}/${created.json().id}`)).json()).toEqual(created.json())
  const listed = (await send('GET', `${connectors}?name=PARC`)).json()
  expect(listed).toMatchObject({ totalCount: 1, connectors: [{ name: 'Parcels', tags: { openapi: ['parcels'] } }] })
  expect(platform.state().connectors.at(-1)).toMatchObject(stored)
})

test.each([
  ['no connections', { connections: undefined }, 'connections'],
  ['an empty name', { name: '' }, 'name'],
  ['an unknown field', { documentationURL: 'https://docs.test' }, 'documentationURL'],
  ['a scheme without id', { authSchemeConfigs: [{ ...SCHEME, id: undefined }] }, 'authSchemeConfigs[0].id'],
  ['two schemes with one id', { authSchemeConfigs: [SCHEME, SCHEME] }, 'authSchemeConfigs'],
  [
    'an OAuth scheme without URLs',
    { authSchemeConfigs: [{ ...SCHEME, schemeType: 'oauth2' }] },
    'authSchemeConfigs[0].authorizeUrl',
  ],
  ['a connection variable without value', { connectionVariables: [{ name: 'a' }] }, 'connectionVariables[0].value'],
])('%s is rejected', async (_, change, field) => {
  const { send, url } = await setUpConnectors()
  const answer = await send('POST', url, { ...CREATE, ...change })
  expect(answer.status).toBe(400)
  expect(Array.from(answer.json().fields ?? [], problem => problem.field)).toContain(field)
})

test('names of connectors can be made unique', async () => {
  const { send, url } = await setUpConnectors()
  expect((await send('POST', url, CREATE)).status).toBe(201)
  expect((await send('POST', url, CREATE)).status).toBe(201)
  const unique = await setUpConnectors({ faults: { variants: { connectorNames: 'unique' } } })
  expect((await unique.send('POST', unique.url, CREATE)).status).toBe(201)
  expect((await unique.send('POST', unique.url, CREATE)).status).toBe(409)
})

test('an authentication scheme is added, then replaced', async () => {
  const { send, connector } = await setUpConnectors()
  const url = `${connector}/auth-scheme-configs/${SCHEME.id}`
  const added = await send('PUT', url, SCHEME)
  expect([added.status, added.json().authSchemeConfigs]).toEqual([200, [SCHEME]])
  const other = { id: '01HZ00000000000000000000S2', schemeType: 'none', description: 'none' }
  await send('PUT', `${connector}/auth-scheme-configs/${other.id}`, other)
  const replaced = await send('PUT', url, { ...SCHEME, name: 'X-Other' })
  expect(replaced.json().authSchemeConfigs).toEqual([{ ...SCHEME, name: 'X-Other' }, other])
})

test('an authentication scheme must have the id of its path', async () => {
  const { send, connector } = await setUpConnectors()
  const answer = await send('PUT', `${connector}/auth-scheme-configs/01HZ00000000000000000000S2`, SCHEME)
  expect([answer.status, answer.json().code]).toEqual([400, 'id_differs'])
})

test('features can be forbidden or missing', async () => {
  const { platform, send, url, connector } = await setUpConnectors({ faults: { forbidden: ['POST connectors'] } })
  expect((await send('POST', url, CREATE)).status).toBe(403)
  platform.faults = { notImplemented: ['PUT auth-scheme-configs'] }
  expect((await send('PUT', `${connector}/auth-scheme-configs/${SCHEME.id}`, SCHEME)).status).toBe(501)
})

test('a lost response does not undo the creation', async () => {
  const { platform, send, url } = await setUpConnectors()
  platform.faults = { loseAnswerEvery: 1 }
  await expect(send('POST', url, CREATE)).rejects.toThrow()
  expect(platform.state().connectors).toHaveLength(2)
})
