import type { AuthSchemeConfig, ConnectorCreate } from '../contract/connectors.ts'
import type { DefinitionsCreate, ResourceName, TriggerCreate } from '../contract/requests.ts'
import * as contract from '../contract/responses.ts'
import type { Target } from '../request/target.ts'
import { type ConnectError, failure, isNotFound } from './errors.ts'
import { type Clock, systemClock } from './pacing/clock.ts'
import { createOutage, type OutageLimits } from './pacing/outage.ts'
import { createPace } from './pacing/pace.ts'
import { type BudgetStore, createShare } from './pacing/share.ts'
import { listPages } from './pages.ts'
import { backoff } from './send/backoff.ts'
import type { Http } from './send/http.ts'
import { createRequester, type RequestCounters } from './send/request.ts'
import type { ObserveRequests } from './send/request-event.ts'
import { DEFAULT_RETRY_LIMITS, type RetryLimits } from './send/retry.ts'
import type { TokenSource } from './token/token.ts'
import { createUrls, withQuery } from './urls.ts'

export type ConnectClientOptions = {
  /** Base URL of the Connect API, such as `https://platform.versori.com/api/connect/v1`. */
  readonly baseUrl: string
  readonly target: Target
  readonly token: TokenSource
  readonly http: Http
  /** Maximum number of concurrent requests. */
  readonly concurrency: number
  readonly maxRequestsPerSecond: number
  /** Rate that all running imports share; without it, this client has the maximum rate for itself. */
  readonly budget?: BudgetStore
  readonly clock?: Clock
  /** Returns a random number, 0 to 1. */
  readonly random?: () => number
  readonly retry?: Partial<RetryLimits>
  /** Default: 3 failures, 60,000 ms. */
  readonly outage?: OutageLimits
  /** Receives the events of all requests. */
  readonly observe?: ObserveRequests | undefined
  /** Returns true once no request should be repeated. */
  readonly isCancelled?: (() => boolean) | undefined
}

/** Selects the definitions to delete: by id, by name, or all. */
export type DefinitionsDelete =
  | { readonly ids?: readonly string[]; readonly names?: readonly string[] }
  | { readonly all: true }

/** Payload of a definition update. `schema` is present only if it changes. */
export type DefinitionUpdate = { readonly id: string } & Omit<DefinitionsCreate['definitions'][number], 'schema'> &
  Partial<Pick<DefinitionsCreate['definitions'][number], 'schema'>>

/** Operations on the actions or the triggers of the target. */
export type ResourceClient = ConnectClient[ResourceName]

export type ConnectClient = Operations & {
  /** Returns a client for another target. Both share one request rate, and count together. */
  readonly forTarget: (target: Target) => ConnectClient
}

/**
 * Creates the client for the Connect API operations on one target. Operations return errors of the platform as a `Result`.
 * @throws TypeError if `baseUrl` or the target is invalid
 */
export function createConnectClient(options: ConnectClientOptions): ConnectClient {
  const sending = createSending(options)
  const forTarget = (target: Target): ConnectClient => ({ ...createOperations(sending, target), forTarget })
  return forTarget(options.target)
}

/** Creates the parts that all targets share: requests, their rate and their numbers. */
const createSending = (options: ConnectClientOptions) => {
  const { baseUrl, token, http, concurrency, clock = systemClock, random = Math.random, observe } = options
  const limits = { ...DEFAULT_RETRY_LIMITS, ...options.retry }
  const counters: RequestCounters = { sent: 0, retried: 0, throttled: 0 }
  const { budget, maxRequestsPerSecond: maxPerSecond } = options
  const share = budget && createShare({ store: budget, maxPerSecond, clock, random })
  const send = createRequester({
    http,
    token,
    pace: createPace({ maxInFlight: concurrency, maxPerSecond }, clock, share),
    outage: createOutage(options.outage ?? { failures: 3, milliseconds: 60_000 }, clock.now),
    clock,
    random,
    limits,
    counters,
    observe,
    isCancelled: options.isCancelled,
  })
  return { baseUrl, concurrency, clock, random, limits, counters, observe, share, send }
}

type Operations = ReturnType<typeof createOperations>

const createOperations = (sending: ReturnType<typeof createSending>, target: Target) => {
  const { baseUrl, concurrency, clock, random, limits, counters, observe, share, send } = sending
  const urls = createUrls(baseUrl, target)
  const { Action, Definition, NoContent, ResourcePages } = contract

  const resource = (kind: ResourceName) => ({
    /** @param read cursors of the pages that were read before */
    list: (read?: readonly string[]) => listPages(send, urls.version(kind), ResourcePages[kind], read),
    get: (name: string) => send({ method: 'GET', url: urls.version(kind, name), schema: Action }),
    create: (body: TriggerCreate<unknown>) => send({ method: 'POST', url: urls.version(kind), body, schema: Action }),
    /** @param body the complete stored item, with its ids */
    update: (name: string, body: contract.Action) =>
      send({ method: 'PUT', url: urls.version(kind, name), body, schema: Action }),
    /** Status 404 can mean that an earlier attempt, whose response was lost, has deleted it. */
    remove: (name: string) => send({ method: 'DELETE', url: urls.version(kind, name), schema: NoContent }),
  })

  return {
    /** Returns the number of requests sent, including retries, and of responses with status 429. */
    requests: (): Readonly<RequestCounters> => ({ ...counters }),
    /** Frees the client's share of the request rate, after its last request. A failure is ignored: the share expires. */
    release: async (): Promise<void> => share?.release().catch(() => undefined),
    /** Maximum number of concurrent requests. Callers gain nothing from more concurrent calls. */
    concurrency,
    /**
     * Waits before a POST with an uncertain result is repeated: with exponential backoff, or for the time in Retry-After.
     * @param failures failed attempts so far, from 1
     */
    pause: (failures: number, error: ConnectError): Promise<void> => {
      const retryAfterMs = error.kind === 'uncertain' ? error.retryAfterMs : undefined
      const waitMs = backoff(limits.backoff, failures, random(), retryAfterMs)
      observe?.({ kind: 'retry', at: clock.now() + waitMs })
      return clock.sleep(waitMs)
    },

    /** @param id default: the target's connector */
    getConnector: (id?: string) => send({ method: 'GET', url: urls.connector(id), schema: contract.Connector }),
    /** @param name returns only connectors whose name contains it, in any case */
    listConnectors: (name?: string) => listPages(send, withQuery(urls.connectors, { name }), contract.ConnectorPage),
    createConnector: (body: ConnectorCreate) =>
      send({ method: 'POST', url: urls.httpConnectors, body, schema: contract.Connector }),
    /** Adds or replaces one authentication scheme; returns the connector. */
    putAuthScheme: (body: AuthSchemeConfig) =>
      send({ method: 'PUT', url: urls.authScheme(body.id), body, schema: contract.Connector }),
    /** @param name default: the target's version */
    getVersion: (name = target.version) =>
      send({ method: 'GET', url: urls.namedVersion(name), schema: contract.Version }),
    listVersions: () => listPages(send, urls.versions, contract.VersionPage),
    /** Creates a draft, empty or as a copy of another version. */
    createVersion: (body: { readonly name: string; readonly fromVersion?: string }) =>
      send({ method: 'POST', url: urls.versions, body, schema: contract.Version }),
    deleteVersion: () => send({ method: 'DELETE', url: urls.version(), schema: NoContent }),
    publish: () => send({ method: 'POST', url: urls.version('publish'), schema: contract.Published }),

    actions: resource('actions'),
    triggers: resource('triggers'),

    /** @param read cursors of the pages that were read before */
    listDefinitions: (read?: readonly string[]) =>
      listPages(send, urls.version('definitions'), contract.DefinitionPage, read),
    getDefinition: (name: string) =>
      send({ method: 'GET', url: urls.version('definitions', name), schema: Definition }),
    /** @param url `url` of a definition. Another origin than the platform's is an error, because the token is sent. */
    getSchema: async (url: string) => {
      const address = urls.schema(url)
      if (address) {
        const found = await send({ method: 'GET', url: address, schema: contract.JsonSchema })
        // Some platforms return a URL whose route does not exist.
        const route = found.ok || !(isNotFound(found.error) || found.error.kind === 'missing-route')
        const other = route ? undefined : urls.schemaRoute(address)
        return other === undefined ? found : send({ method: 'GET', url: other, schema: contract.JsonSchema })
      }
      const cause = 'the schema is on another host than the platform, which must not receive the token'
      return failure({ kind: 'invalid-response', method: 'GET', path: url, cause, excerpt: '' })
    },
    createDefinitions: (body: DefinitionsCreate) =>
      send({ method: 'POST', url: urls.version('definitions'), body, schema: contract.Definitions }),
    updateDefinition: (name: string, body: DefinitionUpdate) =>
      send({ method: 'PUT', url: urls.version('definitions', name), body, schema: Definition }),
    /** Refused with status 412 if something refers to one of them, unless `force` is set. */
    deleteDefinitions: (body: DefinitionsDelete, { force = false } = {}) =>
      send({
        method: 'DELETE',
        url: withQuery(urls.version('definitions'), { force: force ? 'true' : undefined }),
        body,
        schema: NoContent,
      }),
  }
}
