import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Locks a state directory for this process, and creates it if it is missing. A lock of a process that ended is replaced.
 * @returns a function that releases the lock
 * @throws Error when another running process has the lock
 */
export async function lockDirectory(directory: string, pid: number = process.pid): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true })
  const file = join(directory, 'lock')
  if (!(await take(file, pid))) {
    const holder = await holderOf(file)
    if (isAlive(holder)) throw inUse(directory, file, holder)
    await rm(file, { force: true })
    // Another process may have taken the lock after the removal.
    if (!(await take(file, pid))) throw inUse(directory, file, await holderOf(file))
  }
  return () => rm(file, { force: true })
}

/** Creates the lock atomically, by a hard link to a complete file. @returns false when it exists */
async function take(file: string, pid: number): Promise<boolean> {
  const aside = `${file}.${randomUUID()}`
  await writeFile(aside, `${pid}\n`)
  try {
    await link(aside, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(aside, { force: true })
  }
}

const holderOf = async (file: string): Promise<number> => Number(await readFile(file, 'utf8').catch(() => ''))

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 1) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const inUse = (directory: string, file: string, holder: number): Error =>
  new Error(
    `The state directory ${directory} is in use by process ${holder}. ` +
      `Wait until it ends, use another directory, or delete ${file} if the process is not an import.`,
  )
