import { createAgents } from '../../http/agents.ts'
import { type Bounds, type Exchange, exchange } from '../../http/exchange.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export type HttpRequest = Exchange & { readonly method: Method }

export type HttpAnswer = {
  readonly status: number
  readonly header: (name: string) => string | undefined
  readonly text: string
}

/** Why there is no answer. */
export type HttpFailure = {
  /** One line with the error code; never anything of the request. */
  readonly cause: string
  /** False only where the request certainly did not reach the server. */
  readonly sent: boolean
  readonly reason: 'network' | 'timeout' | 'too-large' | 'not-http'
}

export type HttpResult =
  | { readonly ok: true; readonly answer: HttpAnswer }
  | { readonly ok: false; readonly failure: HttpFailure }

export type Http = {
  readonly send: (request: HttpRequest) => Promise<HttpResult>
  /** Closes the connections; requests under way are ended. */
  readonly close: () => Promise<void>
}

/** Bounds have usual values. */
export type HttpOptions = Partial<Bounds> & {
  /** Connections per origin, at most. */
  readonly connections: number
}

const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'CONNECT_TIMEOUT'])
const TIMEOUTS = new Set(['CONNECT_TIMEOUT', 'HEADERS_TIMEOUT', 'BODY_TIMEOUT', 'TIMEOUT', 'ETIMEDOUT'])

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name)

const reasonOf = (code: string): HttpFailure['reason'] => {
  if (TIMEOUTS.has(code)) return 'timeout'
  if (code === 'TOO_LARGE') return 'too-large'
  // Node's HTTP parser.
  return code.startsWith('HPE_') ? 'not-http' : 'network'
}

const toFailure = (thrown: unknown): HttpFailure => {
  const error = thrown instanceof Error ? thrown : new Error('unknown error')
  // Several addresses were tried: each failed in its way, the first stands for all.
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error
  const code = codeOf(first)
  return { cause: `${code}: ${first.message}`, sent: !NEVER_SENT.has(code), reason: reasonOf(code) }
}

/** HTTP with kept-alive connections and bounded waits. It follows no redirect: the token must not travel. */
export function createHttp(options: HttpOptions): Http {
  // One request per connection at a time: what is in flight is then what the pace admitted.
  const agents = createAgents({ connections: options.connections })
  const bounds = {
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    headersTimeoutMs: options.headersTimeoutMs ?? 60_000,
    bodyTimeoutMs: options.bodyTimeoutMs ?? 30_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 120_000,
    maxResponseBytes: options.maxResponseBytes ?? 32 * 1024 * 1024,
  }

  const send = async (request: HttpRequest): Promise<HttpResult> => {
    try {
      const { status, headers, body } = await exchange(agents, request, bounds)
      const header = (name: string) => {
        const value = headers[name]
        return Array.isArray(value) ? value[0] : value
      }
      return { ok: true, answer: { status, header, text: body.toString('utf8') } }
    } catch (error) {
      return { ok: false, failure: toFailure(error) }
    }
  }

  return { send, close: async () => agents.close() }
}
