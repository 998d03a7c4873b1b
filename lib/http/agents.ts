import { type AgentOptions, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { LookupFunction } from 'node:net'

/** Connection pools of Node's HTTP clients, by scheme. */
export type Agents = { readonly http: HttpAgent; readonly https: HttpsAgent; readonly close: () => void }

export type AgentsOptions = {
  /** Maximum number of connections per origin. */
  readonly connections: number
  /** Replaces the DNS lookup. */
  readonly lookup?: LookupFunction
}

/**
 * Idle time after which a connection is closed, in milliseconds. Servers and load balancers wait longer, so a connection
 * that they have just closed is not reused.
 */
const IDLE_MS = 4_000

/** Creates agents with keep-alive connections. `close` ends all connections, also those in use. */
export function createAgents({ connections, lookup }: AgentsOptions): Agents {
  const options: AgentOptions & { lookup?: LookupFunction } = {
    keepAlive: true,
    maxSockets: connections,
    timeout: IDLE_MS,
    ...(lookup !== undefined && { lookup }),
  }
  const http = new HttpAgent(options)
  const https = new HttpsAgent(options)
  return {
    http,
    https,
    close: () => {
      http.destroy()
      https.destroy()
    },
  }
}
