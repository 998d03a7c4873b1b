import { expect, test } from 'vitest'
import type { ActionCreate, ByName } from '../../../../lib/contract/requests.ts'
import { postAction } from '../../../../lib/import/write/action.ts'
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

/** Posts one action to a platform that answers POST with `failures`, one after the other, before it creates. */
const post = async (failures: readonly (readonly [number, Record<string, string>])[]) => {
  let posts = 0
  const { client, clock, received } = await openPlatform(({ method }, response) => {
    if (method === 'GET') return reply(response, 404, NOT_FOUND)
    const failure = failures[posts++]
    if (failure === undefined) return reply(response, 201, { ...PAYLOAD, id: '1' })
    reply(response, failure[0], '', failure[1])
  })
  const writing = { client, known: new Map(), accepts: new Map(), mayBeThere: false }
  const result = await postAction(writing, ACTION, PAYLOAD)
  return { result, methods: received.map(({ method }) => method), waits: clock.slept.filter(wait => wait >= 100) }
}

test('a POST that failed is looked for, and sent again after waits that grow', async () => {
  const failed = [503, {}] as const
  const { result, methods, waits } = await post([failed, failed, failed])
  expect(result).toMatchObject({ change: 'create', status: 'done', id: '1' })
  expect(methods).toEqual(['POST', 'GET', 'POST', 'GET', 'POST', 'GET', 'POST'])
  expect(waits).toEqual([125, 250, 500])
})

test('it is not sent again before the platform wants it', async () => {
  const { result, waits } = await post([[503, { 'retry-after': '7' }]])
  expect(result).toMatchObject({ status: 'done' })
  expect(waits).toEqual([7_125])
})
