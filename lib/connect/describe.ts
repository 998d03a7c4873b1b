import type { ConnectError } from './errors.ts'

const withFields = (error: ConnectError & { kind: 'refused' }): string => {
  const fields = error.fields.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return fields === '' ? error.message : `${error.message} (${fields})`
}

const explain = (error: ConnectError): string => {
  switch (error.kind) {
    case 'refused':
      return `refused with ${error.status}${error.code === undefined ? '' : ` ${error.code}`}: ${withFields(error)}`
    case 'uncertain':
      return `no clear answer (${error.cause}), so it may have been done; import again, which looks before it repeats anything`
    case 'unavailable':
      return `the platform is unavailable (${error.cause}); try again when it is back`
    case 'token-refused':
      return `the platform refused the token (${error.message}); put a valid token into the secret`
    case 'secret':
      return error.message
    case 'invalid-response':
      return `not an answer of the Connect API (${error.cause}): ${JSON.stringify(error.excerpt)}; check CONNECT_API_URL`
    case 'missing-route':
      return `the platform does not have this operation (status ${error.status}); check CONNECT_API_URL`
  }
}

/** One sentence for the person who must act: the request, what became of it, and the remedy where there is one. */
export function describeConnectError(error: ConnectError): string {
  const requestId = 'requestId' in error && error.requestId !== undefined ? ` [request ${error.requestId}]` : ''
  return `${error.method} ${error.path}: ${explain(error)}${requestId}`
}
