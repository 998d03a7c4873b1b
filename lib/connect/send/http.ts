import { createAgents } from '../../http/agents.ts'
import { exchange, type HttpLimits, type HttpRequest } from '../../http/exchange.ts'
import { describeNetworkError } from './network-cause.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export type PlatformRequest = HttpRequest & { readonly method: Method }

export type PlatformResponse = {
  readonly status: number
  /** @param name in lower case */
  readonly header: (name: string) => string | undefined
  readonly text: string
}

/** Failure without a response. */
export type HttpFailure = {
  /** Error code and message; contains nothing of the request. */
  readonly cause: string
  /** False only if the request certainly did not reach the server. */
  readonly sent: boolean
  readonly reason: 'network' | 'timeout' | 'too-large' | 'not-http'
}

export type HttpResult =
  | { readonly ok: true; readonly response: PlatformResponse }
  | { readonly ok: false; readonly failure: HttpFailure }

export type Http = {
  /** Sends a request. Never rejects. */
  readonly send: (request: PlatformRequest) => Promise<HttpResult>
  /** Closes all connections and ends running requests. */
  readonly close: () => Promise<void>
}

/** Limits have the defaults of `createHttp`. */
export type HttpOptions = Partial<HttpLimits> & {
  /** Maximum number of connections per origin. */
  readonly connections: number
}

const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'CONNECT_TIMEOUT'])
const TIMEOUTS = new Set(['CONNECT_TIMEOUT', 'HEADERS_TIMEOUT', 'BODY_TIMEOUT', 'TIMEOUT', 'ETIMEDOUT'])

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name)

const reasonOf = (code: string): HttpFailure['reason'] => {
  if (TIMEOUTS.has(code)) return 'timeout'
  if (code === 'TOO_LARGE') return 'too-large'
  // Errors of Node's HTTP parser.
  return code.startsWith('HPE_') ? 'not-http' : 'network'
}

const toFailure = (thrown: unknown): HttpFailure => {
  const error = thrown instanceof Error ? thrown : new Error('unknown error')
  // Several addresses failed; the first error is reported.
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error
  const code = codeOf(first)
  return { cause: describeNetworkError(code, first), sent: !NEVER_SENT.has(code), reason: reasonOf(code) }
}

/**
 * Creates the HTTP client for the platform, with keep-alive connections. It follows no redirect, so the token goes to no
 * other server. Default limits: 10 s to connect, 60 s for the headers, 30 s between chunks, 120 s and 32 MiB in all.
 */
export function createHttp(options: HttpOptions): Http {
  const agents = createAgents({ connections: options.connections })
  const limits: HttpLimits = {
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    headersTimeoutMs: options.headersTimeoutMs ?? 60_000,
    bodyTimeoutMs: options.bodyTimeoutMs ?? 30_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 120_000,
    maxResponseBytes: options.maxResponseBytes ?? 32 * 1024 * 1024,
  }

  const send = async (request: PlatformRequest): Promise<HttpResult> => {
    try {
      const { status, headers, body } = await exchange(agents, request, limits)
      const header = (name: string) => {
        const value = headers[name]
        return Array.isArray(value) ? value[0] : value
      }
      return { ok: true, response: { status, header, text: body.toString('utf8') } }
    } catch (error) {
      return { ok: false, failure: toFailure(error) }
    }
  }

  return { send, close: async () => agents.close() }
}
