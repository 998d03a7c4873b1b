import { once } from 'node:events'
import type { Server } from 'node:http'

/** Starts to listen on 127.0.0.1 and gives the origin. Rejects with a plain sentence when the port cannot be had. */
export const listen = async (server: Server, port: number): Promise<string> => {
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`Port ${port} of 127.0.0.1 cannot be used (${reason}). Choose another port, or 0 for a free one.`, {
      cause,
    })
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return `http://127.0.0.1:${address.port}`
}
