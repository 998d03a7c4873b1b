import type { ConnectError } from './errors.ts'
import { isPermanent } from './send/network-cause.ts'

const withFields = (error: ConnectError & { kind: 'refused' }): string => {
  const fields = error.fields.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return fields === '' ? error.message : `${error.message} (${fields})`
}

const explain = (error: ConnectError): string => {
  switch (error.kind) {
    case 'refused':
      return `refused with status ${error.status}${error.code === undefined ? '' : ` (${error.code})`}: ${withFields(error)}`
    case 'uncertain':
      return `no clear response (${error.cause}); the request may have succeeded. Run the import again: it checks before it retries`
    case 'unavailable':
      return `the platform is unavailable (${error.cause}). ${isPermanent(error.cause) ? 'Check CONNECT_API_URL' : 'Run the import again later'}`
    case 'token-refused':
      return `the platform refused the token, sent as "Authorization: ${error.scheme} …" (${error.message}). ${newToken(error)}`
    case 'secret':
      return error.message
    case 'invalid-response':
      return `not a response of the Connect API (${error.cause}): ${JSON.stringify(error.excerpt)}. Check CONNECT_API_URL`
    case 'missing-route':
      return `the platform does not support this operation (status ${error.status}). Check CONNECT_API_URL`
  }
}

const newToken = ({ scheme, variable }: ConnectError & { kind: 'token-refused' }): string => {
  const other = `{"token": "…", "scheme": "${scheme === 'JWT' ? 'Bearer' : 'JWT'}"}`
  return variable === undefined
    ? `Store a valid token in the secret; for another scheme, store ${other}`
    : `Set ${variable} to a valid token; for another scheme, to ${other}`
}

/** Describes an error for the person who must act: the request, the cause and the remedy. Has no final period. */
export function describeConnectError(error: ConnectError): string {
  const requestId = 'requestId' in error && error.requestId !== undefined ? ` [request ${error.requestId}]` : ''
  return `${error.method} ${error.path}: ${explain(error)}${requestId}`
}
