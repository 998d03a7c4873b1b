import type { ActionCreate, DefinitionsCreate } from '../contract/requests.ts'
import * as contract from '../contract/responses.ts'
import type { Target } from '../request/target.ts'
import { type ConnectError, failure } from './errors.ts'
import { type Clock, systemClock } from './pacing/clock.ts'
import { createOutage } from './pacing/outage.ts'
import { createPace } from './pacing/pace.ts'
import { listPages } from './pages.ts'
import { backoff } from './send/backoff.ts'
import type { Http } from './send/http.ts'
import { createRequester, type RequestCounters } from './send/request.ts'
import { DEFAULT_RETRY_LIMITS, type RetryLimits } from './send/retry.ts'
import type { TokenSource } from './token/token.ts'
import { createUrls, withQuery } from './urls.ts'

export type ConnectClientOptions = {
  /** The address of the Connect API, such as `https://platform.versori.com/api/connect/v1`. */
  readonly baseUrl: string
  readonly target: Target
  readonly token: TokenSource
  readonly http: Http
  /** Requests in flight at once, at most. */
  readonly concurrency: number
  readonly maxRequestsPerSecond: number
  readonly clock?: Clock
  /** From 0 up to 1. */
  readonly random?: () => number
  readonly retry?: Partial<RetryLimits>
  /** The platform counts as down after that many failures in a row over that time without any answer. */
  readonly outage?: { readonly failures: number; readonly milliseconds: number }
}

/** Which definitions to delete: by id, by name or all. */
export type DefinitionsDelete =
  | { readonly ids?: readonly string[]; readonly names?: readonly string[] }
  | { readonly all: true }

/** A definition as an update sends it: `schema` only where it changes. */
export type DefinitionUpdate = { readonly id: string } & Omit<DefinitionsCreate['definitions'][number], 'schema'> &
  Partial<Pick<DefinitionsCreate['definitions'][number], 'schema'>>

export type ConnectClient = ReturnType<typeof createConnectClient>

/**
 * The operations of the Connect API on one target; each answers with a `Result` and none throws for what the platform does.
 * @throws TypeError where `baseUrl` or the target cannot make an address.
 */
export function createConnectClient(options: ConnectClientOptions) {
  const { target, token, http, clock = systemClock, random = Math.random } = options
  const urls = createUrls(options.baseUrl, target)
  const limits = { ...DEFAULT_RETRY_LIMITS, ...options.retry }
  const counters: RequestCounters = { sent: 0, retried: 0, throttled: 0 }
  const send = createRequester({
    http,
    token,
    pace: createPace({ maxInFlight: options.concurrency, maxPerSecond: options.maxRequestsPerSecond }, clock),
    outage: createOutage(options.outage ?? { failures: 3, milliseconds: 60_000 }, clock.now),
    clock,
    random,
    limits,
    counters,
  })
  const { Action, Definition, NoContent } = contract

  return {
    /** How many requests were sent, how many of them again, and how many were answered with 429. */
    requests: (): Readonly<RequestCounters> => ({ ...counters }),
    /** Requests in flight at once, at most: more need not be asked for at a time. */
    concurrency: options.concurrency,
    /**
     * Waits before a POST that got no clear answer is sent again: longer each time, or for as long as the platform asks.
     * @param failures how often it has failed so far, from 1
     */
    pause: (failures: number, error: ConnectError): Promise<void> => {
      const retryAfterMs = error.kind === 'uncertain' ? error.retryAfterMs : undefined
      return clock.sleep(backoff(limits.backoff, failures, random(), retryAfterMs))
    },

    getConnector: () => send({ method: 'GET', url: urls.connector, schema: contract.Connector }),
    /** @param name the target's version unless given. */
    getVersion: (name = target.version) =>
      send({ method: 'GET', url: urls.namedVersion(name), schema: contract.Version }),
    listVersions: () => listPages(send, urls.versions, contract.VersionPage),
    /** Creates a draft: empty, or a copy of another version. */
    createVersion: (body: { readonly name: string; readonly fromVersion?: string }) =>
      send({ method: 'POST', url: urls.versions, body, schema: contract.Version }),
    publish: () => send({ method: 'POST', url: urls.version('publish'), schema: contract.Published }),

    listActions: () => listPages(send, urls.version('actions'), contract.ActionPage),
    getAction: (name: string) => send({ method: 'GET', url: urls.version('actions', name), schema: Action }),
    createAction: (body: ActionCreate) => send({ method: 'POST', url: urls.version('actions'), body, schema: Action }),
    /** @param body the whole stored action, with its ids. */
    updateAction: (name: string, body: contract.Action) =>
      send({ method: 'PUT', url: urls.version('actions', name), body, schema: Action }),
    /** Not found may mean that an earlier attempt, whose answer was lost, deleted it. */
    deleteAction: (name: string) => send({ method: 'DELETE', url: urls.version('actions', name), schema: NoContent }),

    listDefinitions: () => listPages(send, urls.version('definitions'), contract.DefinitionPage),
    getDefinition: (name: string) =>
      send({ method: 'GET', url: urls.version('definitions', name), schema: Definition }),
    /** @param url a definition's `url`; it is not fetched where the token would go to another host. */
    getSchema: async (url: string) => {
      const address = urls.schema(url)
      if (address) return send({ method: 'GET', url: address, schema: contract.JsonSchema })
      const cause = 'a schema on another host than the platform, where the token must not go'
      return failure({ kind: 'invalid-response', method: 'GET', path: url, cause, excerpt: '' })
    },
    createDefinitions: (body: DefinitionsCreate) =>
      send({ method: 'POST', url: urls.version('definitions'), body, schema: contract.Definitions }),
    updateDefinition: (name: string, body: DefinitionUpdate) =>
      send({ method: 'PUT', url: urls.version('definitions', name), body, schema: Definition }),
    /** Refused with 412 while something refers to one of them, unless forced. */
    deleteDefinitions: (body: DefinitionsDelete, { force = false } = {}) =>
      send({
        method: 'DELETE',
        url: withQuery(urls.version('definitions'), { force: force ? 'true' : undefined }),
        body,
        schema: NoContent,
      }),
  }
}
