import { expect, test } from 'vitest'
import type { ActionCreate, ByName } from '../../../../lib/contract/requests.ts'
import { createResource } from '../../../../lib/import/write/resource.ts'
import { createKnownForm } from '../../../../lib/import/write/resource-form.ts'
import { reply } from '../../connect/support/server.ts'
import { openPlatform } from '../support.ts'

const PAYLOAD: ActionCreate<ByName> = {
  type: 'http',
  name: 'getX',
  method: 'GET',
  path: '/x',
  parameters: [],
  responses: [{ definitions: [] }],
}
const ACTION = { name: 'getX', method: 'GET', path: '/x', pointer: '#/paths/~1x/get', payload: PAYLOAD, problems: [] }
const NOT_FOUND = { code: 'not_found', message: 'There is none.' }

/** Creates one action on a platform that answers POST with each of `failures` before it succeeds. */
const post = async (failures: readonly (readonly [number, Record<string, string>])[]) => {
  let posts = 0
  const { client, clock, received } = await openPlatform(({ method }, response) => {
    if (method === 'GET') return reply(response, 404, NOT_FOUND)
    const failure = failures[posts++]
    if (failure === undefined) return reply(response, 201, { ...PAYLOAD, id: '1' })
    reply(response, failure[0], '', failure[1])
  })
  const writing = {
    client,
    kind: 'actions' as const,
    resource: client.actions,
    known: new Map(),
    accepts: new Map(),
    mayExist: false,
    form: createKnownForm(),
  }
  const result = await createResource(writing, ACTION)
  return { result, methods: received.map(({ method }) => method), waits: clock.slept.filter(wait => wait >= 100) }
}

test('a failed POST is sent again after a lookup, with increasing waits', async () => {
  const failed = [503, {}] as const
  const { result, methods, waits } = await post([failed, failed, failed])
  expect(result).toMatchObject({ change: 'create', status: 'done', id: '1' })
  expect(methods).toEqual(['POST', 'GET', 'POST', 'GET', 'POST', 'GET', 'POST'])
  expect(waits).toEqual([125, 250, 500])
})

test('Retry-After delays the next attempt', async () => {
  const { result, waits } = await post([[503, { 'retry-after': '7' }]])
  expect(result).toMatchObject({ status: 'done' })
  expect(waits).toEqual([7_125])
})
