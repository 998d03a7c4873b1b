import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { type Listening, listen } from '../http/listen.ts'
import { createMisbehaviour } from './faults/misbehaviour.ts'
import { Faults } from './faults/settings.ts'
import { handleRequest } from './handle-request.ts'
import { createRouter } from './http/router.ts'
import { INSPECTION, inspectionRoutes } from './inspection.ts'
import { type ConnectorSeed, seedConnector } from './resources/connectors.ts'
import { API, platformRoutes } from './routes.ts'
import { createSchemaCheck } from './rules/json-schema.ts'
import type { PlatformState } from './state/records.ts'
import { openStore } from './state/store.ts'
import { createUlid } from './state/ulid.ts'

export type PlatformOptions = {
  /** The file of the state, with a journal next to it. Without it, the state is only in memory. */
  readonly stateFile?: string
  /** The valid bearer token. */
  readonly token: string
  /** 0, the default, selects a free port. */
  readonly port?: number
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** A number in [0, 1), for ids. */
  readonly random?: () => number
  readonly faults?: Faults
  /** The limit of a request body in bytes; 5 MiB by default. */
  readonly maxBodyBytes?: number
  /** Receives an error while a request is handled, such as one of the state file. */
  readonly onError?: (error: unknown) => void
}

/** A request that the emulator received. */
export type RequestRecord = {
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** The status of the response; null before the response and if it is lost. */
  status: number | null
  /** Time of the request's arrival, in milliseconds since the epoch. */
  readonly at: number
}

export type Platform = {
  /** The base URL of the Connect API. */
  readonly url: string
  /** The URL of the inspection page. */
  readonly inspectionUrl: string
  /** The active faults. Setting them resets the counters, and throws for invalid faults. */
  faults: Faults
  /** Replaces the valid token. */
  setToken(token: string): void
  /** Creates a connector and its versions unless they exist. */
  seedConnector(seed: ConnectorSeed): void
  /** Returns the whole state as plain data. */
  state(): PlatformState
  /** The requests to the Connect API so far, in order of arrival. */
  readonly requests: readonly RequestRecord[]
  /** Closes all connections and writes the state file. */
  close(): Promise<void>
}

/** Starts an emulator of the Connect API on 127.0.0.1. @throws Error when the port is in use or the state file is damaged */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { stateFile, port = 0, now = Date.now, random = Math.random, maxBodyBytes = 5 * 1024 * 1024 } = options
  const { onError = () => undefined } = options
  const arm = (faults: Faults) => createMisbehaviour(v.parse(Faults, faults), now)
  let { token } = options
  let misbehaviour = arm(options.faults ?? {})
  const store = openStore({ stateFile, now })
  const nextId = createUlid({ now, random, after: store.lastId() })
  const route = createRouter([
    ...platformRoutes(createSchemaCheck()),
    ...inspectionRoutes({
      getFaults: () => misbehaviour.settings,
      setFaults: faults => {
        misbehaviour = arm(faults)
      },
    }),
  ])
  const requests: RequestRecord[] = []
  const closing = new AbortController()
  let origin = ''

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/'
    const record: RequestRecord = { method: request.method ?? 'GET', path, status: null, at: now() }
    const isApi = !path.startsWith(INSPECTION)
    if (isApi) requests.push(record)
    const { latencyMs = 0 } = misbehaviour.settings
    if (isApi && latencyMs > 0) await wait(latencyMs, undefined, { signal: closing.signal })
    const isTokenValid = (sent: string): boolean => {
      token = misbehaviour.nextToken() ?? token
      return sent === token
    }
    const context = { origin, store, nextId, maxBodyBytes, route, misbehaviour, isTokenValid, onError }
    const reply = await handleRequest(request, context)
    if (reply === undefined) {
      response.destroy()
      return
    }
    record.status = reply.status
    response.writeHead(reply.status, reply.headers).end(reply.text)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  let listening: Listening
  try {
    listening = await listen(server, port)
    origin = listening.url
  } catch (error) {
    store.close()
    throw error
  }

  return {
    url: `${origin}${API}`,
    inspectionUrl: `${origin}${INSPECTION}/`,
    get faults() {
      return misbehaviour.settings
    },
    set faults(faults: Faults) {
      misbehaviour = arm(faults)
    },
    setToken: next => {
      token = next
    },
    seedConnector: seed => seedConnector(seed, { store, nextId }),
    state: store.snapshot,
    requests,
    async close() {
      if (closing.signal.aborted) return
      closing.abort()
      await listening.close()
      store.close()
    },
  }
}
