import { createHash } from 'node:crypto'

/** Returns the SHA-256 of a string or of bytes, as lower-case hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(encodable(data)).digest('hex')
}

/** Escapes lone surrogates, because UTF-8 replaces each of them by the same character: different strings would be equal. */
const encodable = (data: string | Uint8Array): string | Uint8Array =>
  typeof data === 'string' && !data.isWellFormed() ? JSON.stringify(data) : data
