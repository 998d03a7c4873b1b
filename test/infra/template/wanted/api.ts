import { expect } from 'vitest'
import { ACCOUNT, API } from './names.ts'

const ROUTE_KEYS = {
  StartImportRoute: 'POST /imports',
  ListImportsRoute: 'GET /imports',
  GetImportRoute: 'GET /imports/{id}',
  CancelImportRoute: 'POST /imports/{id}/cancel',
  ListConnectorsRoute: 'GET /connectors',
  GetOverviewRoute: 'GET /overview',
  CreateUploadRoute: 'POST /uploads',
  CheckTargetRoute: 'GET /targets/{organisation}/{connector}/check',
  GetDescriptionRoute: 'GET /openapi.json',
  UnroutedRoute: '$default',
}

/** The routes, each behind the same authorizer. */
const routes = (authorizer: object) =>
  Object.fromEntries(
    Object.entries(ROUTE_KEYS).map(([logicalId, RouteKey]) => [
      logicalId,
      { ApiId: 'HttpApi', Target: 'integrations/ApiIntegration', RouteKey, ...authorizer },
    ]),
  )

/** The HTTP API as it is by default: every request is signed. */
export const HTTP_API: Readonly<Record<string, object>> = {
  HttpApi: {
    Name: 'connector-import-dev',
    Description: 'Starts imports of OpenAPI documents and returns their results',
    ProtocolType: 'HTTP',
  },
  HttpApiStage: {
    ApiId: 'HttpApi',
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingBurstLimit: 100, ThrottlingRateLimit: 50 },
    RouteSettings: {
      'GET /targets/{organisation}/{connector}/check': { ThrottlingBurstLimit: 5, ThrottlingRateLimit: 1 },
      $default: { ThrottlingBurstLimit: 20, ThrottlingRateLimit: 5 },
    },
    AccessLogSettings: {
      DestinationArn: `arn:aws:logs:${ACCOUNT}:log-group:/aws/vendedlogs/connector-import-dev-api-access:*`,
      Format: expect.stringMatching(/^\{"requestId":"\$context\.requestId",.*\}$/),
    },
  },
  ApiIntegration: {
    ApiId: 'HttpApi',
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: API,
    PayloadFormatVersion: '2.0',
  },
  ApiPermission: {
    Action: 'lambda:InvokeFunction',
    FunctionName: API,
    Principal: 'apigateway.amazonaws.com',
    SourceArn: `arn:aws:execute-api:${ACCOUNT}:HttpApi/*`,
  },
  ...routes({ AuthorizationType: 'AWS_IAM' }),
}

/** What is different where tokens are taken and browsers may call. */
export const HTTP_API_WITH_TOKENS: Readonly<Record<string, object>> = {
  ...HTTP_API,
  ...routes({ AuthorizationType: 'JWT', AuthorizerId: 'ApiAuthorizer', AuthorizationScopes: ['import', 'admin'] }),
  ApiAuthorizer: {
    ApiId: 'HttpApi',
    Name: 'token',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['one', 'two'] },
  },
  PreflightRoute: {
    ApiId: 'HttpApi',
    RouteKey: 'OPTIONS /{proxy+}',
    Target: 'integrations/ApiIntegration',
    AuthorizationType: 'NONE',
  },
}
