import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda'

/** Converts a request to an event of API Gateway (HTTP API, payload format 2.0) with the claims of a JWT. */
export function toEvent(
  { method = 'GET', url = '/', headers, socket }: IncomingMessage,
  body: Buffer,
  claims: Readonly<Record<string, string>>,
): APIGatewayProxyEventV2 {
  const { pathname, searchParams, search } = new URL(url, 'http://localhost')
  const texts = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(',')]],
  )
  const names = [...new Set(searchParams.keys())]
  const isText = /json|text|xml|javascript/.test(headers['content-type'] ?? '')
  const now = new Date()
  const event: APIGatewayProxyEventV2WithJWTAuthorizer = {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: Object.fromEntries(texts),
    ...(names.length > 0 && {
      queryStringParameters: Object.fromEntries(names.map(name => [name, searchParams.getAll(name).join(',')])),
    }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      authorizer: { principalId: '', integrationLatency: 0, jwt: { claims: { ...claims }, scopes: [] } },
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: {
        method,
        path: pathname,
        protocol: 'HTTP/1.1',
        sourceIp: socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  }
  return event
}
