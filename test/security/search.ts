import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Returns a token in plain form, and encoded as in a URL, in JSON with escaped slashes, and in base64. */
export const formsOf = (token: string): string[] => [
  token,
  encodeURIComponent(token),
  token.replaceAll('/', '\\/'),
  ...[0, 1, 2].map(before => base64Within(token, before)),
]

/** Returns the base64 characters that depend only on the text, if `before` bytes (modulo 3) precede it. */
const base64Within = (text: string, before: number): string => {
  const encoded = Buffer.from('\0'.repeat(before) + text).toString('base64')
  return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + text.length) * 8) / 6))
}

/** Returns names and decompressed contents of all files in a folder, as one string. */
export const contentsOf = async (folder: string): Promise<string> => {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const texts = files.map(async entry => {
    if (!entry.isFile()) return ''
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path)
    const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
    return `${path}\n${text.toString('latin1')}`
  })
  return (await Promise.all(texts)).join('\n')
}
