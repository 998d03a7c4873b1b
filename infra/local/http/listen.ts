import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'

export const LOOPBACK = '127.0.0.1'

export type Listening = {
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  readonly url: string
  /** Closes all connections. */
  readonly close: () => Promise<void>
}

type AsyncListener = (...call: Parameters<RequestListener>) => Promise<void>

/** Starts a server on a free port of the loopback interface. An error of the listener closes the connection. */
export function serve(listener: AsyncListener): Promise<Listening> {
  return listen(createServer((request, response) => void listener(request, response).catch(() => response.destroy())))
}

/**
 * Makes a server listen on the loopback interface.
 * @param port 0 selects a free port
 * @throws Error when the port cannot be used
 */
export async function listen(server: Server, port = 0): Promise<Listening> {
  // After Node's default of 5 s, the server could close a connection while a client sends its next request.
  server.keepAliveTimeout = 60_000
  try {
    server.listen(port, LOOPBACK)
    await once(server, 'listening')
  } catch (cause) {
    const reason = reasonOf(cause, port)
    throw new Error(`Can't listen on ${LOOPBACK}:${port} (${reason}). Choose another port, or 0 for a free one.`, {
      cause,
    })
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  const close = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    server.close(() => resolve())
    // Otherwise close waits for requests without a response.
    server.closeAllConnections()
    await promise
  }
  return { url: `http://${LOOPBACK}:${address.port}`, close }
}

const reasonOf = (cause: unknown, port: number): string => {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return 'another program uses this port'
  if (code === 'EACCES') return 'this port needs the rights of an administrator'
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? message : 'a port is a whole number from 0 to 65535'
}

/** Reads the body of a request as UTF-8. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
