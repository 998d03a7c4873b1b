import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StateFault } from './fault.ts'

/** Finds the first file `*.json` in a folder that is not valid JSON. */
export async function findDamagedJson(directory: string): Promise<string | undefined> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue
    const path = join(entry.parentPath, entry.name)
    try {
      JSON.parse(await readFile(path, 'utf8'))
    } catch {
      return path
    }
  }
  return undefined
}

/** Describes an object of the local bucket whose file, or the file of its metadata, was changed or deleted. */
export function damagedObject(file: string, cause?: unknown): StateFault {
  const path = file.replace(/\.(meta\.json|data)$/, '')
  return new StateFault(
    `The local bucket is damaged: ${file}. Delete ${path}.data and ${path}.meta.json, and run the command again: ` +
      'an import without its ledger compares by content only.',
    { cause },
  )
}
