import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export type Received = {
  readonly method: string
  readonly url: string
  readonly authorization: string
  readonly body: string
}
export type Handler = (request: Received, response: ServerResponse, raw: IncomingMessage) => void

/** Starts a server on a free port of 127.0.0.1 until the test ends. It records requests and counts connections. */
export const startServer = async (handler: Handler) => {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  const server = createServer(async (raw, response) => {
    const request = {
      method: raw.method ?? '',
      url: raw.url ?? '',
      authorization: raw.headers.authorization ?? '',
      body: await text(raw),
    }
    received.push(request)
    handler(request, response, raw)
  })
  server.on('connection', socket => sockets.add(socket))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, received, connections: () => sockets.size }
}

/** Sends a response. A string is sent as it is, other values as JSON. */
export const reply = (
  response: ServerResponse,
  status: number,
  body: unknown = '',
  headers: Record<string, string> = {},
) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** Returns an origin with a closed port. */
export const closedOrigin = async (): Promise<string> => {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return `http://127.0.0.1:${port}`
}
