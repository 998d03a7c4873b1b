import { createHash } from 'node:crypto'

/** SHA-256 of a text or of bytes, as lower-case hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(encodable(data)).digest('hex')
}

/** As UTF-8, all half characters are the same one; escaped, they tell texts apart. */
const encodable = (data: string | Uint8Array): string | Uint8Array =>
  typeof data === 'string' && !data.isWellFormed() ? JSON.stringify(data) : data
