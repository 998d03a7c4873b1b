import { expect, test } from 'vitest'
import { ULID } from '../../../../../infra/local/connect-emulator/state/ulid.ts'
import { action, definition, links, setUp } from '../harness.ts'

const ulid = expect.stringMatching(ULID)

const setUpPet = async () => {
  const set = await setUp()
  const created = await set.send('POST', '/definitions', { definitions: [definition('Pet')] })
  const [pet] = created.json().definitions ?? []
  return { ...set, pet }
}

test('a created action is returned completely, linked by id or by name', async () => {
  const { send, pet } = await setUpPet()
  const given = action('AddPet', {
    summary: 'Add Pet',
    method: 'POST',
    requestBody: { required: true, definitions: [{ definition: { id: pet?.id } }] },
    responses: [{ status: 201, definitions: links('Pet') }, { definitions: [] }],
  })
  const reply = await send('POST', '/actions', given)
  const stored = { id: pet?.id, name: 'Pet', accept: ['application/json'], url: pet?.url }
  expect(reply.status).toBe(201)
  expect(reply.json()).toEqual({
    ...given,
    id: ulid,
    errors: [],
    requestBody: { required: true, definitions: [{ id: ulid, definition: stored }] },
    responses: [
      { id: ulid, status: 201, definitions: [{ id: ulid, definition: stored }] },
      { id: ulid, definitions: [] },
    ],
  })
  expect((await send('GET', '/actions/AddPet')).json()).toEqual(reply.json())
  expect((await send('GET', '/actions')).json()).toEqual({ totalCount: 1, actions: [reply.json()] })
})

test('warnings come with the 201', async () => {
  const { send } = await setUp()
  const reply = await send(
    'POST',
    '/actions',
    action('A', { requestBody: { required: false, definitions: [] }, responses: [{ status: 404, definitions: [] }] }),
  )
  expect(reply.status).toBe(201)
  expect(reply.json().errors).toEqual([
    { field: '/responses', message: expect.any(String), severity: 'warning' },
    { field: '/requestBody', message: expect.any(String), severity: 'warning' },
  ])
})

test('PUT accepts the whole stored action', async () => {
  const { send } = await setUpPet()
  const stored = (await send('POST', '/actions', action('A', { responses: [{ definitions: links('Pet') }] }))).json()
  await send('POST', '/actions', action('B'))
  const same = await send('PUT', '/actions/A', stored)
  expect([same.status, same.json()]).toEqual([200, stored])

  const renamed = await send('PUT', '/actions/A', { ...stored, name: 'A2', path: '/other', summary: 'Other' })
  expect([renamed.status, renamed.json()]).toEqual([200, { ...stored, name: 'A2', path: '/other', summary: 'Other' }])
  expect((await send('GET', '/actions/A')).status).toBe(404)
  const names = Array.from((await send('GET', '/actions')).json().actions ?? [], ({ name }) => name)
  expect(names).toEqual(['A2', 'B'])
})

test('errors of PUT', async () => {
  const { send } = await setUpPet()
  await send('POST', '/actions', action('B'))
  const stored = (await send('POST', '/actions', action('A', { responses: [{ definitions: links('Pet') }] }))).json()
  const [response] = stored.responses ?? []
  const table = [
    { given: action('A'), want: 400, code: 'body_invalid' },
    { given: { ...stored, id: '01HZ0000000000000000000000' }, want: 400, code: 'read_only' },
    { given: { ...stored, responses: [{ definitions: [] }] }, want: 400, code: 'body_invalid' },
    { given: { ...stored, responses: [{ ...response, definitions: links('Pet') }] }, want: 400, code: 'body_invalid' },
    { given: { ...stored, path: '/{id}' }, want: 400, code: 'path_placeholder' },
    { given: { ...stored, name: 'B' }, want: 409, code: 'action_exists' },
  ]
  for (const { given, want, code } of table) {
    const reply = await send('PUT', '/actions/A', given)
    expect([reply.status, reply.json().code], JSON.stringify(given)).toEqual([want, code])
  }
  expect((await send('GET', '/actions/A')).json()).toEqual(stored)
})

test('a deleted action frees its name and removes its links', async () => {
  const { send } = await setUpPet()
  await send('POST', '/actions', action('A', { responses: [{ definitions: links('Pet') }] }))
  expect((await send('GET', '/definitions/Pet')).json().referencedBy).toEqual([{ type: 'action', id: ulid, name: 'A' }])
  const reply = await send('DELETE', '/actions/A')
  expect([reply.status, reply.text]).toEqual([204, ''])
  expect((await send('GET', '/actions/A')).status).toBe(404)
  expect((await send('GET', '/definitions/Pet')).json().referencedBy).toEqual([])
  expect((await send('POST', '/actions', action('A'))).status).toBe(201)
})
