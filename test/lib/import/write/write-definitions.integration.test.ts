import { expect, test } from 'vitest'
import { updateDefinition } from '../../../../lib/import/write/write-definitions.ts'
import { reply } from '../../connect/support/server.ts'
import { openPlatform } from '../support.ts'

const DEFINITION = {
  name: 'X',
  accept: ['application/json'],
  content: '{"type":"string"}',
  references: [],
  pointer: '#/components/schemas/X',
  problems: [],
}
const OLD = { id: '1', url: 'https://platform.example/1' }
const NEW = { id: '2', url: 'https://platform.example/2' }

/** Updates a definition on a platform that answers PUT with `body`, and POST with a new definition. */
const put = async (status: number, body: unknown) => {
  const { client, received } = await openPlatform(({ method }, response) => {
    if (method === 'PUT') return reply(response, status, body)
    reply(response, 201, { definitions: [{ ...NEW, name: 'X', accept: [] }] })
  })
  const known = new Map([['X', OLD]])
  const result = await updateDefinition(client, DEFINITION, { change: 'update', ...OLD }, known)
  return { result, known: known.get('X'), methods: received.map(({ method }) => method) }
}

test('a definition is updated in place', async () => {
  const { result, known } = await put(200, { ...OLD, name: 'X', accept: [] })
  expect(result).toEqual({ name: 'X', change: 'update', status: 'done', ...OLD })
  expect(known).toEqual(OLD)
})

test('a definition that was deleted since is created with a new id', async () => {
  const { result, known, methods } = await put(404, { code: 'not_found', message: 'There is none.' })
  expect(result).toEqual({ name: 'X', change: 'create', status: 'done', ...NEW })
  expect(known).toEqual(NEW)
  expect(methods).toEqual(['PUT', 'POST'])
})

test('a refused update fails and keeps the id', async () => {
  const { result, known } = await put(400, { code: 'invalid', message: 'It is no schema.' })
  expect(result).toMatchObject({ change: 'update', status: 'failed', reason: expect.stringMatching(/It is no schema/) })
  expect(known).toEqual(OLD)
})
