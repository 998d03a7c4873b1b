import { constants, gunzipSync } from 'node:zlib'
import { isGzip } from '../../document/file-content.ts'

/** Bytes of a file that its kind is decided by, and bytes that a gzip file may unpack to. */
export const KIND_BYTES = 1024 * 1024
const MAX_UNPACKED = 2 * KIND_BYTES

/** Matches the `openapi` or `swagger` field of a document, in JSON or block style YAML. */
const DOCUMENT = /^["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]|[{,]\s*"(?:openapi|swagger)"\s*:\s*"[23]/m
/** Matches such a field in every other notation and at every level, with a tag or an anchor. Bounded, so that it is linear. */
const POSSIBLE = /(?:openapi|swagger)["']?\s{0,99}:\s{0,99}(?:[!&]\S{0,99}\s{1,9}){0,2}["']?[23]/

/** Matches the first field of an overlay; its actions can have the fields of a document. */
const OVERLAY = /^\s{0,99}(?:\{\s{0,99})?["']?overlay["']?\s{0,99}:\s{0,99}["']?1\.\d/

/** Start of a file. */
export type FileStart = { readonly bytes: Uint8Array; readonly isWhole: boolean }

/** Kind of an uploaded file, by its start. An overlay is a part. `unknown`: only a parser can decide if it is an OpenAPI document or a part of one. */
export type FileKind = 'document' | 'part' | 'unknown'

/** Returns the kind of a file, and its start as a string. */
export function kindOf({ bytes, isWhole }: FileStart): { readonly kind: FileKind; readonly text: string } {
  const unpacked = isGzip(bytes) ? unpackStart(bytes) : { bytes, isCut: false }
  const text = new TextDecoder().decode(unpacked.bytes)
  if (OVERLAY.test(text)) return { kind: 'part', text }
  if (DOCUMENT.test(text)) return { kind: 'document', text }
  const isDecided = isWhole && !unpacked.isCut && !isUtf16(unpacked.bytes) && !POSSIBLE.test(text)
  return { kind: isDecided ? 'part' : 'unknown', text }
}

/** Unpacks the start of a gzip file; a damaged one has no bytes. */
const unpackStart = (bytes: Uint8Array): { readonly bytes: Uint8Array; readonly isCut: boolean } => {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH
    return { bytes: gunzipSync(bytes, { finishFlush, maxOutputLength: MAX_UNPACKED }), isCut: false }
  } catch (error) {
    return { bytes: new Uint8Array(), isCut: error instanceof RangeError }
  }
}

/** Tests for ASCII characters, or a byte order mark, in UTF-16. */
const isUtf16 = ([first = 1, second = 1]: Uint8Array): boolean =>
  (first === 0) !== (second === 0) || (first >= 0xfe && second >= 0xfe)
