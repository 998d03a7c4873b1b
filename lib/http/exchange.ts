import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Agents } from './agents.ts'

export type HttpRequest = {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Timeouts of each phase of an exchange, and the size limit of its response. */
export type HttpLimits = {
  /** From the start of the connection until it is open, with TLS. */
  readonly connectTimeoutMs: number
  /** From the open connection to the headers of the response. */
  readonly headersTimeoutMs: number
  /** Between two chunks of the response body. */
  readonly bodyTimeoutMs: number
  /** For the whole exchange, because a slow server can keep each phase below its timeout. */
  readonly requestTimeoutMs: number
  readonly maxResponseBytes: number
}

export type HttpResponse = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }

const LIMIT_MESSAGES = {
  CONNECT_TIMEOUT: (limit: number) => `no connection within ${limit} ms`,
  HEADERS_TIMEOUT: (limit: number) => `no response within ${limit} ms`,
  BODY_TIMEOUT: (limit: number) => `response body stalled for ${limit} ms`,
  TIMEOUT: (limit: number) => `response took longer than ${limit} ms`,
  TOO_LARGE: (limit: number) => `response is larger than ${limit} bytes`,
} as const

/** HTTP exchange that exceeded one of its limits. */
export class HttpError extends Error {
  readonly code: keyof typeof LIMIT_MESSAGES

  constructor(code: keyof typeof LIMIT_MESSAGES, limit: number) {
    super(LIMIT_MESSAGES[code](limit))
    this.name = 'HttpError'
    this.code = code
  }
}

/**
 * Sends one HTTP request and reads the whole response. Redirects are not followed.
 * @throws HttpError if a limit is exceeded, otherwise the error of Node's HTTP client, with its `code`
 */
export function exchange(agents: Agents, request: HttpRequest, limits: HttpLimits): Promise<HttpResponse> {
  const { method, url, headers, body } = request
  return new Promise((resolve, reject) => {
    // Node sets no content-length for a DELETE request with a body.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const options = { method, headers: { ...headers, ...length } }
    const outgoing =
      url.protocol === 'https:'
        ? requestHttps(url, { ...options, agent: agents.https })
        : requestHttp(url, { ...options, agent: agents.http })
    let phase: NodeJS.Timeout | undefined
    const whole = setTimeout(() => end(new HttpError('TIMEOUT', limits.requestTimeoutMs)), limits.requestTimeoutMs)

    const end = (error?: Error): void => {
      clearTimeout(phase)
      clearTimeout(whole)
      if (error === undefined) return
      // Before destroy(), which causes another error.
      reject(error)
      outgoing.destroy()
    }
    const startPhase = (milliseconds: number, code: 'CONNECT_TIMEOUT' | 'HEADERS_TIMEOUT' | 'BODY_TIMEOUT'): void => {
      clearTimeout(phase)
      phase = setTimeout(() => end(new HttpError(code, milliseconds)), milliseconds)
    }

    outgoing.on('error', end)
    onConnection(outgoing, {
      connecting: () => startPhase(limits.connectTimeoutMs, 'CONNECT_TIMEOUT'),
      connected: () => startPhase(limits.headersTimeoutMs, 'HEADERS_TIMEOUT'),
    })
    outgoing.on('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = []
      let bytes = 0
      startPhase(limits.bodyTimeoutMs, 'BODY_TIMEOUT')
      response.on('error', end)
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > limits.maxResponseBytes) return end(new HttpError('TOO_LARGE', limits.maxResponseBytes))
        chunks.push(chunk)
        startPhase(limits.bodyTimeoutMs, 'BODY_TIMEOUT')
      })
      response.on('end', () => {
        end()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
      })
    })
    outgoing.end(body)
  })
}

/** Calls `connected` when the connection is open: immediately if it is reused, otherwise after its handshakes. */
const onConnection = (
  request: ClientRequest,
  { connecting, connected }: { readonly connecting: () => void; readonly connected: () => void },
): void => {
  request.once('socket', socket => {
    if (request.reusedSocket || !socket.connecting) return connected()
    connecting()
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected)
  })
}
