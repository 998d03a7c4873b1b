import middy from '@middy/core'
import jsonBodyParser from '@middy/http-json-body-parser'
import httpRouter from '@middy/http-router'
import type { CallerStore } from '../store/callers.ts'
import { type CallerRules, callerOf, withStoredOrganisations } from './caller.ts'
import { checkTarget } from './check-target.ts'
import { listConnectors } from './connectors.ts'
import { cancelImport, getImport, listImports } from './imports.ts'
import { limitBody } from './middleware.ts'
import { getOverview } from './overview.ts'
import { type ApiResponse, Problem } from './response.ts'
import type { Api, ApiEvent, Route } from './route.ts'
import { createUpload, startImport } from './start-import.ts'

/** All routes of the API. Keep infra/api.yml and openapi.json in step. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/imports', hasBody: true, respond: startImport },
  { method: 'GET', path: '/imports', respond: listImports },
  { method: 'GET', path: '/imports/{id}', respond: getImport },
  { method: 'POST', path: '/imports/{id}/cancel', respond: cancelImport },
  { method: 'GET', path: '/connectors', respond: listConnectors },
  { method: 'GET', path: '/overview', respond: getOverview },
  { method: 'POST', path: '/uploads', hasBody: true, respond: createUpload },
  { method: 'GET', path: '/targets/{organisation}/{connector}/check', respond: checkTarget },
  {
    method: 'GET',
    path: '/openapi.json',
    // Large and seldom requested.
    respond: async () => (await import('./description.ts')).getDescription(),
  },
]

/**
 * Creates the middy handler that passes each event to its route.
 * @param prepare called per request; returns the services, the rules for callers, and the callers in the table
 * @throws Problem, or an error of middy's JSON parser
 */
export function createRouter(
  prepare: () => { readonly api: Api; readonly rules: CallerRules; readonly callers: CallerStore },
) {
  const handle =
    ({ respond }: Route) =>
    async (event: ApiEvent): Promise<ApiResponse> => {
      const { api, rules, callers } = prepare()
      const { requestContext } = event
      const all = await withStoredOrganisations(rules, requestContext, callers.organisationsOf)
      return respond({
        api,
        caller: callerOf(requestContext, all, event.headers.authorization),
        path: event.pathParameters ?? {},
        query: event.queryStringParameters ?? {},
        headers: event.headers,
        body: event.body,
      })
    }
  const routes = ROUTES.flatMap(route => {
    const handler = route.hasBody ? withBody(handle(route)) : middy(handle(route))
    return methodsOf(route).map(method => ({ method, path: route.path, handler }))
  })
  return httpRouter<ApiEvent, ApiResponse>({ routes, notFoundResponse: refuseUnrouted })
}

/** HEAD has the headers of GET. @see https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2 */
const methodsOf = ({ method }: Route): readonly ('GET' | 'HEAD' | 'POST')[] =>
  method === 'GET' ? ['GET', 'HEAD'] : [method]

const withBody = (handler: (event: ApiEvent) => Promise<ApiResponse>) =>
  middy<ApiEvent, ApiResponse>().use(limitBody).use(jsonBodyParser()).handler(handler)

/** Refuses an unknown path with status 404, a known path with another method with 405. */
const refuseUnrouted = ({ method, path }: { readonly method: string; readonly path: string }): never => {
  const allowed = ROUTES.filter(route => pathPattern(route.path).test(path)).flatMap(methodsOf)
  if (allowed.length === 0)
    throw new Problem({
      status: 404,
      code: 'no-such-route',
      detail: 'Path not found. GET /openapi.json describes all paths.',
    })
  const allow = allowed.join(', ')
  throw new Problem({
    status: 405,
    code: 'method-not-allowed',
    detail: `Method ${method} not allowed; allowed: ${allow}.`,
    headers: { allow },
  })
}

const pathPattern = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`)
