import { type AgentOptions, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { LookupFunction } from 'node:net'

/** Connections to the web, by scheme. */
export type Agents = { readonly http: HttpAgent; readonly https: HttpsAgent; readonly close: () => void }

export type AgentsOptions = {
  /** Connections per origin, at most. */
  readonly connections: number
  /** How names become addresses. */
  readonly lookup?: LookupFunction
}

/** Shorter than servers and load balancers keep a connection, so that none is used which the other end has just closed. */
const IDLE_MS = 4_000

/** Agents that keep connections alive; `close` ends all, also those in use. */
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
