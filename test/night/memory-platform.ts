import { ApiError, errorResponse } from '../../infra/local/connect-emulator/http/api-error.ts'
import type { EmulatorResponse } from '../../infra/local/connect-emulator/http/response.ts'
import { createRouter } from '../../infra/local/connect-emulator/http/router.ts'
import { type ConnectorSeed, seedConnector } from '../../infra/local/connect-emulator/resources/connectors.ts'
import { API, platformRoutes } from '../../infra/local/connect-emulator/routes.ts'
import { createSchemaCheck } from '../../infra/local/connect-emulator/rules/json-schema.ts'
import { openStore } from '../../infra/local/connect-emulator/state/store.ts'
import { createUlid } from '../../infra/local/connect-emulator/state/ulid.ts'
import type { Http, PlatformRequest } from '../../lib/connect/send/http.ts'
import type { VirtualTime } from './virtual-time.ts'

const ORIGIN = 'http://platform'
export const PLATFORM_URL = ORIGIN + API

/** One request that arrived: `at` in epoch ms, and the status of its response. */
export type Arrival = { readonly at: number; readonly method: string; readonly path: string; readonly status: number }

export type PlatformOptions = {
  readonly latencyMs: number
  /** Returns the status of a failure in place of the response, and the seconds for its Retry-After. */
  readonly fails: (path: string, at: number) => { readonly status: 429 | 503; readonly retryAfter?: number } | undefined
}

/** Creates the emulator of the platform without a network, with a latency in virtual time. */
export function createMemoryPlatform({ now, sleep }: VirtualTime, { latencyMs, fails }: PlatformOptions) {
  const store = openStore({ now })
  const nextId = createUlid({ now, random: () => 0.5 })
  const route = createRouter(platformRoutes(createSchemaCheck()))
  const arrivals: Arrival[] = []

  const answer = ({ method, url, body }: PlatformRequest): EmulatorResponse => {
    const failure = fails(url.pathname, now())
    if (failure !== undefined) {
      const headers = failure.retryAfter === undefined ? {} : { 'retry-after': String(failure.retryAfter) }
      return errorResponse(new ApiError(failure.status, 'unavailable', 'Try again later.', { headers }))
    }
    const { route: found, parameters } = route(method, url.pathname)
    const json = body === undefined ? undefined : JSON.parse(body)
    const call = { parameters, query: url.searchParams, body: json, origin: ORIGIN, store, nextId, variants: {} }
    return found.handle({ ...call, rejects: () => false })
  }
  const respond = (request: PlatformRequest): EmulatorResponse => {
    try {
      return answer(request)
    } catch (error) {
      if (error instanceof ApiError) return errorResponse(error)
      throw error
    }
  }
  const http: Http = {
    send: async request => {
      await sleep(latencyMs / 2)
      const { status, headers, text } = respond(request)
      arrivals.push({ at: now(), method: request.method, path: request.url.pathname, status })
      await sleep(latencyMs / 2)
      return { ok: true, response: { status, header: name => headers[name], text } }
    },
    close: async () => undefined,
  }
  return {
    http,
    arrivals,
    seed: (seed: ConnectorSeed) => seedConnector(seed, { store, nextId }),
    /** Returns the names of a version's actions. */
    actionsOf: (organisationId: string, connectorId: string, version: string): string[] =>
      [...(store.connector(organisationId, connectorId)?.versions.byName(version)?.actions.values() ?? [])].map(
        ({ name }) => name,
      ),
  }
}
