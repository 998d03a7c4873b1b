import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type buildApp, type FauxqsServer, startFauxqs } from 'fauxqs'
import { type Listening, LOOPBACK } from '../http/listen.ts'
import { refuseUpload } from './upload-policy.ts'

type App = ReturnType<typeof buildApp>

/**
 * Starts an S3 that keeps one file per object under a directory, with a bucket in it.
 * Its limits: no single PUT beyond 11 MiB (multipart works), no conditional PUT, no versions, no notifications.
 */
export async function startStorage(directory: string, bucket: string): Promise<Listening> {
  const server = await adapted(() => startFauxqs({ port: 0, logger: false, s3StorageDir: directory }))
  server.createBucket(bucket)
  return { url: server.address, close: () => server.stop() }
}

/** fauxqs would listen on every interface of the machine, and takes every form: its web server is told otherwise. */
async function adapted(start: () => Promise<FauxqsServer>): Promise<FauxqsServer> {
  const adapt = (message: unknown): void => {
    const { fastify } = message as { fastify: App }
    const listenAnywhere = fastify.listen.bind(fastify)
    Object.assign(fastify, { listen: (options: object) => listenAnywhere({ ...options, host: LOOPBACK }) })
    checkForms(fastify)
  }
  subscribe('fastify.initialization', adapt)
  try {
    // The server is made before the first await inside, so nobody else's server is seen.
    return start()
  } finally {
    unsubscribe('fastify.initialization', adapt)
  }
}

/** Holds uploads by form to the policy of the form, as S3 does. */
function checkForms(app: App): void {
  app.addHook('preHandler', async ({ method, headers, body }, reply) => {
    const type = headers['content-type'] ?? ''
    if (method !== 'POST' || !type.startsWith('multipart/form-data') || !Buffer.isBuffer(body)) return
    const form = await new Response(Uint8Array.from(body), { headers: { 'content-type': type } }).formData()
    const refusal = refuseUpload(form, Date.now())
    if (refusal === undefined) return
    const { status, code, message } = refusal
    const escaped = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    const error = `<Error><Code>${code}</Code><Message>${escaped}</Message></Error>`
    await reply.code(status).type('application/xml').send(`<?xml version="1.0" encoding="UTF-8"?>\n${error}`)
  })
}
