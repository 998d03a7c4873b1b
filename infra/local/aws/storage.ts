import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type buildApp, type FauxqsServer, startFauxqs } from 'fauxqs'
import { type Listening, LOOPBACK } from '../http/listen.ts'
import { refuseUpload } from './upload-policy.ts'

type App = ReturnType<typeof buildApp>

/**
 * Starts an emulator of S3 with one bucket and one file per object in a directory.
 * Limits: no single PUT of more than 11 MiB (multipart works), no condition except `If-None-Match: *`, no versions, no
 * notifications.
 */
export async function startStorage(directory: string, bucket: string): Promise<Listening> {
  const server = await adapted(() => startFauxqs({ port: 0, logger: false, s3StorageDir: directory }))
  server.createBucket(bucket)
  return { url: server.address, close: () => server.stop() }
}

/** Makes fauxqs listen only on the loopback interface, and check the policies of upload forms and the conditions of writes. */
async function adapted(start: () => Promise<FauxqsServer>): Promise<FauxqsServer> {
  const adapt = (message: unknown): void => {
    const { fastify } = message as { fastify: App }
    const listenAnywhere = fastify.listen.bind(fastify)
    Object.assign(fastify, { listen: (options: object) => listenAnywhere({ ...options, host: LOOPBACK }) })
    checkForms(fastify)
    checkConditions(fastify)
  }
  subscribe('fastify.initialization', adapt)
  try {
    // fauxqs creates its server before its first await, so no other server is adapted.
    return start()
  } finally {
    unsubscribe('fastify.initialization', adapt)
  }
}

/** Rejects uploads that violate the policy of their form, as S3 does. */
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

/**
 * Rejects a write with `If-None-Match: *` of an object that exists, or that another such write creates, as S3 does.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
function checkConditions(app: App): void {
  const creating = new Set<string>()
  app.addHook('preHandler', async ({ method, headers, url }, reply) => {
    if (headers['if-none-match'] !== '*' || !['PUT', 'POST'].includes(method)) return
    const [path = ''] = url.split('?')
    const isFree = !creating.has(path)
    if (isFree) {
      creating.add(path)
      reply.raw.once('close', () => creating.delete(path))
      const { statusCode } = await app.inject({ method: 'HEAD', url: path, headers: { host: headers.host ?? '' } })
      if (statusCode !== 200) return
    }
    const error = '<Error><Code>PreconditionFailed</Code><Message>The object exists.</Message></Error>'
    await reply.code(412).type('application/xml').send(`<?xml version="1.0" encoding="UTF-8"?>\n${error}`)
  })
}
