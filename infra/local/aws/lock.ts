import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Takes a state directory for this process, making it where it is missing; what a dead process left is taken over.
 * @returns gives the directory back
 * @throws Error where another live process uses the directory
 */
export async function lockDirectory(directory: string, pid: number = process.pid): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true })
  const file = join(directory, 'lock')
  if (!(await take(file, pid))) {
    const holder = await holderOf(file)
    if (isAlive(holder)) throw inUse(directory, file, holder)
    await rm(file, { force: true })
    // Another process may have come first after the removal: then it holds the directory.
    if (!(await take(file, pid))) throw inUse(directory, file, await holderOf(file))
  }
  return () => rm(file, { force: true })
}

/** Whether the lock is now ours. It is written aside and linked in, so that nobody ever reads half a lock. */
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
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const inUse = (directory: string, file: string, holder: number): Error =>
  new Error(
    `The state directory ${directory} is in use by the process ${holder}. ` +
      `Wait for it to end, use another directory, or delete ${file} if that process is not an import.`,
  )
