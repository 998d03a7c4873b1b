import { expect, test } from 'vitest'
import { createHandler } from '../../../functions/api.ts'
import { lambdaContext } from '../../functions/support.ts'
import { useApi } from './support/api.ts'
import { eventOf, member, type Request } from './support/event.ts'

const { stack } = useApi()

const answerTo = async (route: string, request: Request) => {
  const handler = createHandler({ ...stack().environment, LOG_LEVEL: 'SILENT' })
  return handler(eventOf(route, request), lambdaContext('api'))
}

test.each<{ path: string; as?: Request['as']; status: number }>([
  { path: '/openapi.json', as: member('org'), status: 200 },
  { path: '/imports?connectorId=con', as: member('org'), status: 200 },
  { path: '/imports', as: member('org'), status: 422 },
  { path: '/imports/imp-unknown', as: member('org'), status: 404 },
  { path: '/targets/other/con/check', as: member('org'), status: 403 },
  { path: '/nothing', as: member('org'), status: 404 },
  { path: '/openapi.json', status: 401 },
])('HEAD $path has the status ($status) and the headers of GET, and no body', async ({ path, as, status }) => {
  const get = await answerTo(`GET ${path}`, { as })
  const head = await answerTo(`HEAD ${path}`, { as })
  const length = String(Buffer.byteLength(get.body))
  expect(get.statusCode).toBe(status)
  expect(head).toEqual({ ...get, headers: { ...get.headers, 'content-length': length }, body: '' })
})

test('HEAD is refused where GET is not allowed', async () => {
  const { statusCode, headers, body } = await answerTo('HEAD /uploads', { as: member('org') })
  expect({ statusCode, allow: headers.allow, body }).toEqual({ statusCode: 405, allow: 'POST', body: '' })
})
