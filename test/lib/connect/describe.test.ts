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
    want: 'POST /v1/actions: refused with status 422 (invalid): no (name: taken)',
  },
  {
    given: { kind: 'refused', ...LINE, status: 400, message: 'no', fields: [], requestId: 'r1' },
    want: 'POST /v1/actions: refused with status 400: no [request r1]',
  },
  {
    given: { kind: 'uncertain', ...LINE, cause: 'status 502', status: 502 },
    want: 'POST /v1/actions: no clear response (status 502); the request may have succeeded. Run the import again: it checks before it retries',
  },
  {
    given: { kind: 'unavailable', ...LINE, cause: 'ECONNREFUSED' },
    want: 'POST /v1/actions: the platform is unavailable (ECONNREFUSED). Run the import again later',
  },
  {
    given: { kind: 'token-refused', ...LINE, message: 'expired', scheme: 'Bearer' },
    want: 'POST /v1/actions: the platform refused the token, sent as "Authorization: Bearer …" (expired). Store a valid token in the secret; for another scheme, store {"token": "…", "scheme": "JWT"}',
  },
  {
    given: { kind: 'token-refused', ...LINE, message: 'expired', scheme: 'JWT', variable: 'CONNECT_API_TOKEN' },
    want: 'POST /v1/actions: the platform refused the token, sent as "Authorization: JWT …" (expired). Set CONNECT_API_TOKEN to a valid token; for another scheme, to {"token": "…", "scheme": "Bearer"}',
  },
  {
    given: { kind: 'secret', ...LINE, problem: 'empty', message: 'Secret "x" is empty.' },
    want: 'POST /v1/actions: Secret "x" is empty.',
  },
  {
    given: { kind: 'invalid-response', ...LINE, cause: 'not JSON', excerpt: '<b>' },
    want: 'POST /v1/actions: not a response of the Connect API (not JSON): "<b>". Check CONNECT_API_URL',
  },
  {
    given: { kind: 'missing-route', ...LINE, status: 405 },
    want: 'POST /v1/actions: the platform does not support this operation (status 405). Check CONNECT_API_URL',
  },
])('describes $given.kind: $want', ({ given, want }) => {
  expect(describeConnectError(given)).toBe(want)
})
