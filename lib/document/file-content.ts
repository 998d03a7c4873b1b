import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Limits } from '../openapi/parse/limits.ts'

const decompress = promisify(gunzip)

/** Why a file that is there was not read, as a sentence; its size where that is why. */
export type Unread = { readonly failed: string; readonly tooLarge?: number }

/** The bytes of a file; undefined where there is none. */
export type FileContent = Uint8Array | undefined | Unread

/** Gives a file by its name in the document's folder; for what lies on the web, by its URL. */
export type ReadFile = (name: string) => Promise<FileContent>

/**
 * Tests if a file is compressed with gzip, by its first bytes.
 * @see https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1
 */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** The bytes of a file without its packing; or why there are none. */
export async function unpack(bytes: Uint8Array, file: string, limits: Limits): Promise<Uint8Array | Diagnostic> {
  if (!isGzip(bytes)) return bytes
  try {
    return await decompress(bytes, { maxOutputLength: limits.bytes })
  } catch (error) {
    const large = error instanceof RangeError
    const why = large ? `unpacks to more than ${limits.bytes} bytes (MAX_DOCUMENT_BYTES)` : 'is damaged'
    return {
      severity: 'error',
      code: large ? 'too-large' : 'not-gzip',
      message: `The gzip file ${why}; correct it and upload it again.`,
      pointer: `${file}#`,
    }
  }
}

export function unreadable(file: string, { failed, tooLarge }: Unread): Diagnostic {
  return {
    severity: 'error',
    code: tooLarge === undefined ? 'file-unreadable' : 'too-large',
    message: `The file was not read: ${failed}`,
    pointer: `${file}#`,
  }
}
