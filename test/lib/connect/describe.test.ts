import { expect, test } from 'vitest'
import { describeConnectError } from '../../../lib/connect/describe.ts'
import type { ConnectError } from '../../../lib/connect/errors.ts'

const LINE = { method: 'POST', path: '/v1/actions' }

test.each<{ given: ConnectError; want: string }>([
  {
    given: {
      kind: 'refused',
      ...LINE,
      status: 422,
      code: 'invalid',
      message: 'no',
      fields: [{ field: 'name', message: 'taken' }],
    },
    want: 'POST /v1/actions: refused with 422 invalid: no (name: taken)',
  },
  {
    given: { kind: 'refused', ...LINE, status: 400, message: 'no', fields: [], requestId: 'r1' },
    want: 'POST /v1/actions: refused with 400: no [request r1]',
  },
  {
    given: { kind: 'uncertain', ...LINE, cause: 'status 502', status: 502 },
    want: 'POST /v1/actions: no clear answer (status 502), so it may have been done; import again, which looks before it repeats anything',
  },
  {
    given: { kind: 'unavailable', ...LINE, cause: 'ECONNREFUSED' },
    want: 'POST /v1/actions: the platform is unavailable (ECONNREFUSED); try again when it is back',
  },
  {
    given: { kind: 'token-refused', ...LINE, message: 'expired' },
    want: 'POST /v1/actions: the platform refused the token (expired); put a valid token into the secret',
  },
  {
    given: { kind: 'secret', ...LINE, problem: 'empty', message: 'Secret "x" is empty.' },
    want: 'POST /v1/actions: Secret "x" is empty.',
  },
  {
    given: { kind: 'invalid-response', ...LINE, cause: 'not JSON', excerpt: '<b>' },
    want: 'POST /v1/actions: not an answer of the Connect API (not JSON): "<b>"; check CONNECT_API_URL',
  },
  {
    given: { kind: 'missing-route', ...LINE, status: 405 },
    want: 'POST /v1/actions: the platform does not have this operation (status 405); check CONNECT_API_URL',
  },
])('$given.kind', ({ given, want }) => {
  expect(describeConnectError(given)).toBe(want)
})
