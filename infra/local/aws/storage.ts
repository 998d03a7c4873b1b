import { createHash } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type buildApp, type FauxqsServer, startFauxqs } from 'fauxqs'
import { type Listening, LOOPBACK } from '../http/listen.ts'
import { damagedObject, findDamagedJson } from '../state/damaged.ts'
import { refuseUpload } from './upload-policy.ts'

type App = ReturnType<typeof buildApp>

/**
 * Starts an emulator of S3 with one bucket and one file per object in a directory.
 * Limits: no single PUT of more than 11 MiB (multipart works), no condition except `If-None-Match: *`, no versions, no
 * notifications.
 * @param onError receives each error of the file system
 * @throws Error with the file, when one is damaged
 */
export async function startStorage(
  directory: string,
  bucket: string,
  onError: (error: unknown) => void = () => undefined,
): Promise<Listening> {
  const start = () => startFauxqs({ port: 0, logger: false, s3StorageDir: directory })
  const server = await adapted(start, directory, onError).catch(async (cause: unknown) => {
    const damaged = cause instanceof SyntaxError ? await findDamagedJson(directory) : undefined
    throw damaged === undefined ? cause : damagedObject(damaged, cause)
  })
  server.createBucket(bucket)
  return { url: server.address, close: () => server.stop() }
}

/** Makes fauxqs listen only on the loopback interface, and check the policies of upload forms and the conditions of writes. */
async function adapted(
  start: () => Promise<FauxqsServer>,
  directory: string,
  onError: (error: unknown) => void,
): Promise<FauxqsServer> {
  const adapt = (message: unknown): void => {
    const { fastify } = message as { fastify: App }
    const listenAnywhere = fastify.listen.bind(fastify)
    Object.assign(fastify, { listen: (options: object) => listenAnywhere({ ...options, host: LOOPBACK }) })
    checkForms(fastify)
    checkConditions(fastify)
    fastify.addHook('onError', async (_request, _reply, error) => onError(describeMissing(error)))
    checkContents(fastify, directory, onError)
  }
  subscribe('fastify.initialization', adapt)
  try {
    // fauxqs creates its server before its first await, so no other server is adapted.
    return start()
  } finally {
    unsubscribe('fastify.initialization', adapt)
  }
}

/** Describes a file of an object that is gone. Other errors are returned as they are. */
const describeMissing = (error: NodeJS.ErrnoException): Error =>
  error.code === 'ENOENT' && error.path !== undefined && existsSync(dirname(error.path))
    ? damagedObject(error.path, error)
    : error

/** Reports an object whose file was changed: its bytes have another hash than the upload. */
function checkContents(app: App, directory: string, onError: (error: unknown) => void): void {
  app.addHook('onSend', async ({ method, url }, reply, payload) => {
    const eTag = String(reply.getHeader('etag') ?? '').replaceAll('"', '')
    // An object of several parts has another kind of ETag.
    if (method !== 'GET' || reply.statusCode !== 200 || !Buffer.isBuffer(payload) || !/^[0-9a-f]{32}$/.test(eTag))
      return
    if (createHash('md5').update(payload).digest('hex') !== eTag) onError(damagedObject(fileOf(directory, url)))
  })
}

/** Returns the file of an object, by the path-style URL of a request. */
const fileOf = (directory: string, url: string): string => {
  const [, bucket = '', ...key] = decodeURIComponent(url.split('?')[0] ?? '').split('/')
  return join(directory, 'buckets', bucket, 'objects', `${key.join('/')}.data`)
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
