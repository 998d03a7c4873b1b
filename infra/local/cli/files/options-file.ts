import { readFile, stat } from 'node:fs/promises'
import { decodeOptions, MAX_OPTIONS_BYTES } from '../../../../lib/import/prepare/read-options.ts'
import type { ImportOptions } from '../../../../lib/request/import-options.ts'
import { reasonOf } from '../../state/fault.ts'
import { UsageError } from '../arguments/command-line.ts'

/** Reads `import.json` as uploads to S3 do; without the file, the options are empty. @throws UsageError */
export async function readOptionsFile(
  path: string,
): Promise<{ readonly options: Partial<ImportOptions>; readonly optionsFile?: string }> {
  const bytes = await readBytes(path)
  if (bytes === undefined) return { options: {} }
  const decoded = decodeOptions(bytes)
  if (decoded.ok) return { options: decoded.value, optionsFile: path }
  throw new UsageError(`${path} is invalid: ${decoded.problem}. Correct it; see docs/options.md.`)
}

const readBytes = async (path: string): Promise<Uint8Array | undefined> => {
  try {
    const { size } = await stat(path)
    if (size > MAX_OPTIONS_BYTES) throw new UsageError(`${path} is larger than ${MAX_OPTIONS_BYTES} bytes.`)
    return await readFile(path)
  } catch (error) {
    if (error instanceof UsageError) throw error
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new UsageError(`Can't read ${path}: ${reasonOf(error)}.`, { cause: error })
  }
}
