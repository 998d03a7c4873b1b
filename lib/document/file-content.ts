import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { fileUnreadable, notGzip, tooLarge } from '../diagnostics/kinds/file.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { Result } from '../diagnostics/result.ts'
import type { Limits } from '../openapi/parse/limits.ts'

const decompress = promisify(gunzip)

/** File that exists but could not be read. */
export type Unread = {
  /** Reason, as a sentence. */
  readonly failed: string
  /** Size in bytes, if the file is too large. */
  readonly tooLarge?: number
}

/** Bytes of a file; undefined if it does not exist. */
export type FileContent = Uint8Array | undefined | Unread

/**
 * Reads a file by its name in the document's folder, or by its URL.
 * @param maxBytes limit of this call, below the limit of a file; a larger file is `tooLarge`, or read anyway
 */
export type ReadFile = (name: string, maxBytes?: number) => Promise<FileContent>

/**
 * Tests if a file is compressed with gzip, by its first bytes.
 * @see https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1
 */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** Decompresses a gzip file; returns the bytes of other files unchanged. */
export async function unpack(bytes: Uint8Array, file: string, limits: Limits): Promise<Result<Uint8Array>> {
  if (!isGzip(bytes)) return { ok: true, value: bytes }
  try {
    return { ok: true, value: await decompress(bytes, { maxOutputLength: limits.bytes }) }
  } catch (error) {
    const entry = error instanceof RangeError ? tooLarge.unpacked(limits.bytes) : notGzip.damaged()
    return { ok: false, problem: diagnostic(entry, `${file}#`) }
  }
}

/** Returns the diagnostic of a file that could not be read. */
export function unreadable(file: string, unread: Unread): Diagnostic {
  const kind = unread.tooLarge === undefined ? fileUnreadable.failed : tooLarge.unread
  return diagnostic(kind(unread.failed), `${file}#`)
}
