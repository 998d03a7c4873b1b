import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'

export const LOOPBACK = '127.0.0.1'

export type Listening = {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string
  /** Resolves when no connection and no handle is left. */
  readonly close: () => Promise<void>
}

type AsyncListener = (...call: Parameters<RequestListener>) => Promise<void>

/** Serves on a free port of the loopback interface; a listener that fails drops the connection. */
export function serve(listener: AsyncListener): Promise<Listening> {
  return listen(createServer((request, response) => void listener(request, response).catch(() => response.destroy())))
}

/**
 * Lets a server listen on the loopback interface.
 * @param port 0 for a free one
 * @throws {Error} one sentence, when the port cannot be used
 */
export async function listen(server: Server, port = 0): Promise<Listening> {
  // Node's five seconds would cut a connection just as a pausing client sends its next request.
  server.keepAliveTimeout = 60_000
  try {
    server.listen(port, LOOPBACK)
    await once(server, 'listening')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(
      `Port ${port} of ${LOOPBACK} cannot be used (${reason}). Choose another port, or 0 for a free one.`,
      {
        cause,
      },
    )
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  const close = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    server.close(() => resolve())
    // Without this, close would wait for a request that is never answered.
    server.closeAllConnections()
    await promise
  }
  return { url: `http://${LOOPBACK}:${address.port}`, close }
}

/** The whole body of a request as text. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
