import { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Agents } from './agents.ts'
import { HttpError } from './http-error.ts'

export type Exchange = {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** How long each part of an exchange may take, in milliseconds, and how large its answer may be. */
export type Bounds = {
  readonly connectTimeoutMs: number
  /** From the connection to the answer's headers. */
  readonly headersTimeoutMs: number
  /** Between two pieces of the answer's body. */
  readonly bodyTimeoutMs: number
  /** For the whole of it: a server that drips is not waited for. */
  readonly requestTimeoutMs: number
  readonly maxResponseBytes: number
}

export type Answered = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }

/**
 * Sends one HTTP request and reads its answer; redirects are answers.
 * @throws HttpError past a bound, else what Node's client says, with its `code`
 */
export function exchange(agents: Agents, { method, url, headers, body }: Exchange, bounds: Bounds): Promise<Answered> {
  return new Promise((resolve, reject) => {
    // Node gives a DELETE with a body no length by itself.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const options = { method, headers: { ...headers, ...length } }
    const request =
      url.protocol === 'https:'
        ? requestHttps(url, { ...options, agent: agents.https })
        : requestHttp(url, { ...options, agent: agents.http })
    let phase: NodeJS.Timeout | undefined
    const whole = setTimeout(() => end(new HttpError('TIMEOUT', bounds.requestTimeoutMs)), bounds.requestTimeoutMs)

    const end = (error?: Error): void => {
      clearTimeout(phase)
      clearTimeout(whole)
      if (error === undefined) return
      // First: to destroy the request makes an error of its own.
      reject(error)
      request.destroy()
    }
    const within = (milliseconds: number, code: 'CONNECT_TIMEOUT' | 'HEADERS_TIMEOUT' | 'BODY_TIMEOUT'): void => {
      clearTimeout(phase)
      phase = setTimeout(() => end(new HttpError(code, milliseconds)), milliseconds)
    }

    request.on('error', end)
    onConnection(request, {
      connecting: () => within(bounds.connectTimeoutMs, 'CONNECT_TIMEOUT'),
      connected: () => within(bounds.headersTimeoutMs, 'HEADERS_TIMEOUT'),
    })
    request.on('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = []
      let bytes = 0
      within(bounds.bodyTimeoutMs, 'BODY_TIMEOUT')
      response.on('error', end)
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > bounds.maxResponseBytes) return end(new HttpError('TOO_LARGE', bounds.maxResponseBytes))
        chunks.push(chunk)
        within(bounds.bodyTimeoutMs, 'BODY_TIMEOUT')
      })
      response.on('end', () => {
        end()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
      })
    })
    request.end(body)
  })
}

/** A kept-alive connection is there at once, another one only after its handshakes. */
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
