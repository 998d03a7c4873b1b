import { Agent, type Dispatcher } from 'undici'

export type HttpRequest = {
  readonly method: Dispatcher.HttpMethod
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

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

export type HttpOptions = {
  /** Connections per origin, at most. */
  readonly connections: number
  readonly connectTimeoutMs?: number
  /** From the request to the answer's headers. */
  readonly headersTimeoutMs?: number
  /** Between two pieces of an answer's body. */
  readonly bodyTimeoutMs?: number
  /** For the whole of one request: a server that drips is not waited for. */
  readonly requestTimeoutMs?: number
  readonly maxResponseBytes?: number
}

const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name)

const reasonOf = (error: Error, code: string): HttpFailure['reason'] => {
  if (TIMEOUTS.has(code) || error.name === 'TimeoutError') return 'timeout'
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'too-large'
  return error.name === 'HTTPParserError' ? 'not-http' : 'network'
}

const toFailure = (thrown: unknown): HttpFailure => {
  const error = thrown instanceof Error ? thrown : new Error('unknown error')
  // Several addresses were tried: each failed in its way, the first stands for all.
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error
  const code = codeOf(first)
  return { cause: `${code}: ${first.message}`, sent: !NEVER_SENT.has(code), reason: reasonOf(first, code) }
}

/** HTTP with kept-alive connections and bounded waits. It follows no redirect: the token must not travel. */
export const createHttp = (options: HttpOptions): Http => {
  const { requestTimeoutMs = 120_000 } = options
  const agent = new Agent({
    connections: options.connections,
    connect: { timeout: options.connectTimeoutMs ?? 10_000 },
    headersTimeout: options.headersTimeoutMs ?? 60_000,
    bodyTimeout: options.bodyTimeoutMs ?? 30_000,
    maxResponseSize: options.maxResponseBytes ?? 32 * 1024 * 1024,
    // One request per connection at a time: what is in flight is then what the pace admitted.
    allowH2: false,
  })

  const send = async ({ method, url, headers, body }: HttpRequest): Promise<HttpResult> => {
    try {
      const answer = await agent.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method,
        headers,
        body: body ?? null,
        signal: AbortSignal.timeout(requestTimeoutMs),
      })
      const header = (name: string) => {
        const value = answer.headers[name]
        return Array.isArray(value) ? value[0] : value
      }
      return { ok: true, answer: { status: answer.statusCode, header, text: await answer.body.text() } }
    } catch (error) {
      return { ok: false, failure: toFailure(error) }
    }
  }

  return { send, close: () => agent.destroy() }
}
