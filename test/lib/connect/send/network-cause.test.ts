import { expect, test } from 'vitest'
import { describeNetworkError, isPermanent } from '../../../../lib/connect/send/network-cause.ts'

const causes: { code: string; facts?: object; want: string; permanent: boolean }[] = [
  {
    code: 'ECONNREFUSED',
    facts: { address: '127.0.0.1', port: 4010 },
    want: 'ECONNREFUSED: no program accepts connections at 127.0.0.1:4010',
    permanent: false,
  },
  {
    code: 'ENOTFOUND',
    facts: { hostname: 'no.example' },
    want: "ENOTFOUND: the name no.example can't be resolved",
    permanent: true,
  },
  {
    code: 'EAI_AGAIN',
    facts: { hostname: 'no.example' },
    want: "EAI_AGAIN: the name no.example can't be resolved",
    permanent: false,
  },
  { code: 'EPROTO', want: 'EPROTO: the server does not use TLS at this port', permanent: true },
  {
    code: 'ERR_SSL_WRONG_VERSION_NUMBER',
    want: 'ERR_SSL_WRONG_VERSION_NUMBER: the server does not use TLS at this port',
    permanent: true,
  },
  {
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    want: "ERR_TLS_CERT_ALTNAME_INVALID: the server's certificate is for another host",
    permanent: true,
  },
  { code: 'CERT_HAS_EXPIRED', want: "CERT_HAS_EXPIRED: the server's certificate has expired", permanent: true },
  {
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    want: "DEPTH_ZERO_SELF_SIGNED_CERT: the server's certificate is not trusted; set NODE_EXTRA_CA_CERTS to the file of its authority",
    permanent: true,
  },
  { code: 'ECONNRESET', want: 'ECONNRESET: socket hang up', permanent: false },
]

test.each(causes)('$code is described for a person', ({ code, facts, want, permanent }) => {
  const cause = describeNetworkError(code, Object.assign(new Error('socket hang up'), facts))
  expect(cause).toBe(want)
  expect(isPermanent(cause)).toBe(permanent)
})
