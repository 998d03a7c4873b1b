import middy, { type MiddlewareObj } from '@middy/core'
import jsonBodyParser from '@middy/http-json-body-parser'
import httpRouter from '@middy/http-router'
import type { Answer } from './answer.ts'
import type { Api, ApiEvent } from './call.ts'
import { type CallerRules, callerOf } from './caller.ts'
import { Problem } from './problem.ts'
import { ROUTES, type Route, refuseUnrouted } from './routes.ts'

/** Far more than any request of this API needs. */
export const MAX_BODY_BYTES = 64 * 1024

/** Leads a request to its route. @throws Problem, or what middy's JSON parser throws */
export function createRouter(prepare: () => { readonly api: Api; readonly rules: CallerRules }) {
  const handle =
    ({ answer }: Route) =>
    async (event: ApiEvent): Promise<Answer> => {
      const { api, rules } = prepare()
      return answer({
        api,
        caller: callerOf(event.requestContext, rules),
        path: event.pathParameters ?? {},
        query: event.queryStringParameters ?? {},
        headers: event.headers,
        body: event.body,
      })
    }
  const routes = ROUTES.map(route => ({
    method: route.method,
    path: route.path,
    handler: route.method === 'POST' ? withBody(handle(route)) : middy(handle(route)),
  }))
  return httpRouter<ApiEvent, Answer>({ routes, notFoundResponse: refuseUnrouted })
}

const withBody = (handler: (event: ApiEvent) => Promise<Answer>) =>
  middy<ApiEvent, Answer>().use(limitBody).use(jsonBodyParser()).handler(handler)

const limitBody: MiddlewareObj<ApiEvent, Answer> = {
  before: ({ event: { body = '', isBase64Encoded } }) => {
    if (Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8') <= MAX_BODY_BYTES) return
    const detail = `The body has more than ${MAX_BODY_BYTES} bytes; a document goes up by POST /uploads, not in here.`
    throw new Problem({ status: 413, code: 'body-too-large', detail })
  },
}
