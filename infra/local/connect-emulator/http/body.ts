import type { IncomingMessage } from 'node:http'
import { ApiError } from './api-error.ts'

/**
 * Reads a JSON request body of at most `maxBytes` bytes.
 * @throws ApiError 400 for another content type or invalid JSON, 413 for a longer body
 */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  // Read a body that is too long to its end: closing early would reset the connection before the client reads the 413.
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue
    bytes += chunk.byteLength
    if (bytes <= maxBytes) chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    else chunks.length = 0
  }
  if (bytes > maxBytes) {
    throw new ApiError(
      413,
      'body_too_large',
      `The body has ${bytes} bytes; the limit is ${maxBytes}. Send less at a time.`,
    )
  }
  const contentType = request.headers['content-type'] ?? ''
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new ApiError(400, 'content_type_unsupported', `Expected content type application/json, got "${contentType}".`)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch (cause) {
    throw new ApiError(400, 'body_not_json', `Invalid JSON: ${cause instanceof Error ? cause.message : cause}`)
  }
}
