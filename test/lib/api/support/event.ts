import type { ApiEvent } from '../../../../lib/api/route.ts'

export type Identity =
  | {
      readonly jwt: Record<string, unknown>
      /** Claims of the token in the header `Authorization`. */
      readonly token?: Record<string, unknown>
    }
  | { readonly iam: string }
  | undefined

export type Request = {
  readonly as?: Identity
  /** A string is sent as it is, other values as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Returns the identity of a caller whose token has this organisation claim, serialised as API Gateway does. */
export const member = (organisation: unknown, sub?: string): Identity => {
  const serialised = Array.isArray(organisation) ? `[${organisation.join(' ')}]` : organisation
  const subject = sub === undefined ? {} : { sub }
  return { jwt: { organisation_id: serialised, ...subject }, token: { organisation_id: organisation, ...subject } }
}

/** Returns the header of a token with these claims. Its signature is not valid: API Gateway has verified it. */
const bearer = (claims: object): string => {
  const [head, payload] = [{ alg: 'RS256' }, claims].map(part =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return `Bearer ${head}.${payload}.c2ln`
}

/** Returns the event of API Gateway for a request: HTTP API, payload format 2.0. */
export const eventOf = (route: string, { as, body, headers = {} }: Request): ApiEvent => {
  const [method = '', target = ''] = route.split(' ')
  const { pathname, search, searchParams } = new URL(target, 'http://api')
  const authorizer = as && ('jwt' in as ? { jwt: { claims: as.jwt, scopes: null } } : { iam: { userArn: as.iam } })
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(as && 'token' in as && as.token !== undefined && { Authorization: bearer(as.token) }),
      ...headers,
    },
    ...(search !== '' && { queryStringParameters: Object.fromEntries(searchParams) }),
    requestContext: {
      accountId: '111122223333',
      apiId: 'api',
      domainName: 'api.example',
      domainPrefix: 'api',
      http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'r',
      routeKey: '$default',
      stage: '$default',
      time: '',
      timeEpoch: 0,
      ...(authorizer && { authorizer }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
  }
}
