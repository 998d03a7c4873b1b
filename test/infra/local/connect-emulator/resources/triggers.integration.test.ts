import { expect, test } from 'vitest'
import { ULID } from '../../../../../infra/local/connect-emulator/state/ulid.ts'
import { action, definition, links, setUp, trigger } from '../harness.ts'

const ulid = expect.stringMatching(ULID)

const setUpPet = async () => {
  const set = await setUp()
  await set.send('POST', '/definitions', { definitions: [definition('Pet')] })
  return set
}

const petSold = trigger('petSold', {
  parameters: [{ name: 'X-Signature', in: 'header', required: true, type: 'string' }],
  requestBody: { required: true, definitions: links('Pet') },
})

test('a trigger is created, read, listed, renamed and deleted like an action', async () => {
  const { send } = await setUpPet()
  // Actions and triggers have namespaces of their own.
  await send('POST', '/actions', action('petSold'))
  const created = await send('POST', '/triggers', petSold)
  const pet = { id: ulid, name: 'Pet', accept: ['application/json'], url: expect.any(String) }
  expect(created.status).toBe(201)
  expect(created.json()).toEqual({
    ...petSold,
    id: ulid,
    errors: [],
    requestBody: { required: true, definitions: [{ id: ulid, definition: pet }] },
    responses: [{ id: ulid, status: 200, definitions: [] }],
  })
  expect((await send('GET', '/triggers')).json()).toEqual({ totalCount: 1, triggers: [created.json()] })
  expect((await send('POST', '/triggers', petSold)).json().code).toBe('trigger_exists')

  const renamed = await send('PUT', '/triggers/petSold', { ...created.json(), name: 'sold' })
  expect([renamed.status, renamed.json()]).toEqual([200, { ...created.json(), name: 'sold' }])
  const { referencedBy } = (await send('GET', '/definitions/Pet')).json()
  expect(referencedBy).toEqual([{ type: 'trigger', id: ulid, name: 'sold' }])
  expect((await send('DELETE', '/definitions', { names: ['Pet'] })).status).toBe(412)
  expect((await send('DELETE', '/triggers/sold')).status).toBe(204)
  expect((await send('GET', '/triggers/sold')).json().code).toBe('trigger_not_found')
  expect((await send('GET', '/actions')).json().totalCount).toBe(1)
})

test.each([
  { given: { path: '/pets' }, code: 'body_invalid' },
  { given: { parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }] }, code: 'body_invalid' },
  { given: { responses: [] }, code: 'responses_empty' },
  { given: { name: 'pet sold' }, code: 'body_invalid' },
])('$given is rejected as $code', async ({ given, code }) => {
  const { send } = await setUp()
  const reply = await send('POST', '/triggers', { ...trigger('petSold'), ...given })
  expect([reply.status, reply.json().code]).toEqual([400, code])
})

test('a copy of a version has the triggers, and a lost definition prevents publishing', async () => {
  const { send, connector } = await setUpPet()
  await send('POST', '/triggers', petSold)
  await send('POST', `${connector}/versions`, { name: 'v2', fromVersion: 'v1' })
  const { triggers } = (await send('GET', `${connector}/versions/v2/triggers`)).json()
  expect(triggers?.[0]?.requestBody?.definitions?.[0]?.definition?.name).toBe('Pet')
  await send('DELETE', '/definitions?force=true', { names: ['Pet'] })
  expect((await send('GET', '/triggers/petSold')).json().errors?.[0]?.severity).toBe('error')
  expect((await send('POST', '/publish')).json().fields?.[0]?.field).toContain('trigger petSold')
})

test('triggers can be missing or rejected', async () => {
  const { platform, send } = await setUp({ faults: { rejectTriggers: ['petSold'] } })
  expect((await send('POST', '/triggers', trigger('petSold'))).json().code).toBe('trigger_rejected')
  platform.faults = { notImplemented: ['GET triggers'] }
  expect((await send('GET', '/triggers')).status).toBe(501)
  expect((await send('GET', '/actions')).status).toBe(200)
})
