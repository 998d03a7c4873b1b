import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Format } from '../../lib/openapi/parse/parse.ts'

const CHILD = join(import.meta.dirname, 'peak-memory-child.ts')

/** Bytes that parsing alone and planning take at their peak, each in a process of its own. */
export const peakMemory = async (
  folder: string,
  bytes: Uint8Array,
  format: Format,
): Promise<{ parsing: number; planning: number }> => {
  const file = join(folder, 'document')
  await writeFile(file, bytes)
  const run = async (what: 'parsing' | 'planning'): Promise<number> => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', CHILD, what, format, file])
    return Number(stdout)
  }
  return { parsing: await run('parsing'), planning: await run('planning') }
}
