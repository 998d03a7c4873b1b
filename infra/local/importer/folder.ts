import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { ReadFile } from '../../../lib/document/file-content.ts'

/** Creates a reader of the files of a folder. It reads nothing outside the folder, also not through a symbolic link. */
export function readFolder(folder: string, maxBytes: number): ReadFile {
  return async name => {
    const path = join(folder, name)
    try {
      const [inside, real] = await Promise.all([realpath(folder), realpath(path)])
      if (!real.startsWith(inside.endsWith(sep) ? inside : inside + sep)) return undefined
      const stats = await stat(real)
      if (stats.isDirectory()) return { failed: `${path} is a folder; specify a file.` }
      const { size } = stats
      if (size > maxBytes) throw new Error(`${path} has ${size} bytes; the limit is ${maxBytes} (MAX_DOCUMENT_BYTES).`)
      return await readFile(real)
    } catch (error) {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
        return undefined
      throw error
    }
  }
}
