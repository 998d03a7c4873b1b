import { createServer, type IncomingMessage } from 'node:http'
import { S3Client } from '@aws-sdk/client-s3'
import { createHandler } from '../../../functions/api.ts'
import { createHandler as createCheckTarget } from '../../../functions/check-target.ts'
import type { Overrides } from '../../../functions/run-import.ts'
import type { ApiResponse } from '../../../lib/api/response.ts'
import type { Stack } from '../aws/stack.ts'
import { listen } from '../http/listen.ts'
import { createFunctionContext, createLocalImporter } from '../importer/local-import.ts'
import { toEvent } from './event.ts'
import { watchUpload } from './watch-upload.ts'

export type ApiOptions = {
  readonly stack: Stack
  /** 0 selects a free port. */
  readonly port: number
  readonly settings?: Readonly<Record<string, string>>
  readonly overrides?: Overrides
  /** Receives the messages of errors in the background. */
  readonly onError: (message: string) => void
}

export type ServedApi = {
  readonly url: string
  /** Resolves when no import is running. */
  readonly idle: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The organisation of requests without the header `x-organisation`. */
export const DEMO_ORGANISATION = 'demo'

/** The limit of API Gateway for a request body. */
const MAX_BYTES = 10 * 1024 * 1024

/** Serves the handler of the API on a local stack. Its imports run in the background of this process. */
export async function serveApi({ stack, port, settings, overrides, onError }: ApiOptions): Promise<ServedApi> {
  const running = new Set<Promise<unknown>>()
  const closing = new AbortController()
  const inBackground = (work: Promise<unknown>): void => {
    const settled = work
      .catch((error: unknown) => onError(error instanceof Error ? error.message : String(error)))
      .finally(() => running.delete(settled))
    running.add(settled)
  }
  const importer = createLocalImporter(stack, settings, {
    ...(overrides && { overrides }),
    onStart: importId => inBackground(importer.run(importId)),
    onRetry: onError,
  })
  const { BUCKET: bucket = '', AWS_REGION: region = '', CHECK_FUNCTION = '' } = importer.environment
  const checkTarget = createCheckTarget(importer.environment, overrides)
  stack.lambda.registerCall(CHECK_FUNCTION, target => checkTarget(target, createFunctionContext(CHECK_FUNCTION)))
  const handler = createHandler(importer.environment)
  const s3 = new S3Client({ forcePathStyle: true })

  /** Starts the import when a file is uploaded with the form, as S3 and its events do. */
  const expectUpload = async (answer: ApiResponse): Promise<void> => {
    const { key } = JSON.parse(answer.body) as { key: string }
    const event = await watchUpload(s3, { bucket, key, region }, closing.signal)
    if (event !== undefined) await importer.uploaded(event)
  }

  const server = createServer(async (request, response) => {
    try {
      const body = await read(request)
      if (body === undefined) {
        response.writeHead(413, { 'content-type': 'application/json', connection: 'close' })
        response.end('{"message":"Request Entity Too Large"}')
        return
      }
      const organisation = [request.headers['x-organisation'] ?? DEMO_ORGANISATION].flat().join(',')
      const event = toEvent(request, body, { organisation_id: organisation })
      const answer = await handler(event, createFunctionContext('api'))
      if (request.method === 'POST' && event.rawPath === '/uploads' && answer.statusCode === 200)
        void expectUpload(answer).catch(error => onError(String(error)))
      // As API Gateway sends it.
      const length = answer.body ? { 'content-length': String(Buffer.byteLength(answer.body)) } : {}
      response.writeHead(answer.statusCode, { ...length, ...answer.headers })
      response.end(answer.body)
    } catch (error) {
      onError(error instanceof Error ? error.message : String(error))
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"Internal Server Error"}')
    }
  })
  const { url, close } = await listen(server, port)
  return {
    url,
    idle: async () => {
      while (running.size > 0) await Promise.all(running)
    },
    close: async () => {
      closing.abort()
      await close()
    },
  }
}

const read = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MAX_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
