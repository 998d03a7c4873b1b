/** Characters of a chunk. */
const CHUNK = 1 << 16
/** Most bytes of a character of a JavaScript string in UTF-8. */
const MAX_BYTES = 3

/**
 * Returns a text as UTF-8, in chunks that are valid until the next one: bytes are several times faster to search than
 * characters, and a copy of the whole text would double its memory. A surrogate pair may be cut.
 */
export function* utf8Chunks(text: string): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  const buffer = new Uint8Array(CHUNK * MAX_BYTES)
  for (let from = 0; from < text.length; from += CHUNK) {
    const { written } = encoder.encodeInto(text.slice(from, from + CHUNK), buffer)
    yield buffer.subarray(0, written)
  }
}
