import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type buildApp, type FauxqsServer, startFauxqs } from 'fauxqs'
import { type Listening, LOOPBACK } from './http.ts'

type App = ReturnType<typeof buildApp>

/**
 * Starts an S3 that keeps one file per object under a directory, with a bucket in it.
 * Its limits: no single PUT beyond 11 MiB (multipart works), no conditional PUT, no versions, no notifications.
 */
export async function startStorage(directory: string, bucket: string): Promise<Listening> {
  const server = await onLoopback(() => startFauxqs({ port: 0, logger: false, s3StorageDir: directory }))
  server.createBucket(bucket)
  return { url: server.address, close: () => server.stop() }
}

/** fauxqs would listen on every interface of the machine: its web server is told to take the loopback only. */
async function onLoopback(start: () => Promise<FauxqsServer>): Promise<FauxqsServer> {
  const narrow = (message: unknown): void => {
    const { fastify } = message as { fastify: App }
    const listenAnywhere = fastify.listen.bind(fastify)
    Object.assign(fastify, { listen: (options: object) => listenAnywhere({ ...options, host: LOOPBACK }) })
  }
  subscribe('fastify.initialization', narrow)
  try {
    // The server is made before the first await inside, so nobody else's server is seen.
    return start()
  } finally {
    unsubscribe('fastify.initialization', narrow)
  }
}
