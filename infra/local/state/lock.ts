import { randomUUID } from 'node:crypto'
import { type FileHandle, link, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { makeFolder } from '../files/make-folder.ts'
import { describeFault, lostDirectory } from './fault.ts'
import { type Holder, isRunning, isVisible, thisProcess } from './holder.ts'

export type LockOptions = {
  /** Receives an error of the directory while the lock is held: it is full, read-only or deleted. */
  readonly onFault?: (error: unknown) => void
  /** Interval in which the holder gives a sign of life, in milliseconds. */
  readonly beatMs?: number
  /** A lock of another host is replaced after this time without a sign of life, in milliseconds. */
  readonly staleMs?: number
}

const BEAT_MS = 2_000
const STALE_MS = 30_000

const StoredHolder = v.object({
  host: v.string(),
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  space: v.optional(v.string()),
  startedAt: v.optional(v.string()),
  id: v.string(),
})

/**
 * Locks a state directory for this process, and creates it if it is missing. A lock of a process that ended is replaced;
 * so is one of another host, such as another container, that has given no sign of life for 30 seconds.
 * @returns a function that releases the lock
 * @throws Error when another running process has the lock, or the directory can't be used
 */
export async function lockDirectory(
  directory: string,
  { onFault = () => undefined, beatMs = BEAT_MS, staleMs = STALE_MS }: LockOptions = {},
): Promise<() => Promise<void>> {
  const file = join(directory, 'lock')
  const id = randomUUID()
  const text = `${JSON.stringify(thisProcess(id))}\n`
  let handle: FileHandle
  try {
    makeFolder(directory)
    await obtain({ directory, file, text, staleMs })
    handle = await open(file, 'r+')
  } catch (error) {
    throw describeFault(directory, error)
  }
  let beating: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    // One after the other, also where the disk is slow.
    beating = beating
      .then(() => beat({ directory, file, text, handle }))
      .catch((error: unknown) => {
        clearInterval(timer)
        onFault(error)
      })
  }, beatMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await beating
    await handle.close()
    if ((await readFile(file, 'utf8').catch(() => undefined)) === text) await rm(file, { force: true })
  }
}

type Lock = { readonly directory: string; readonly file: string; readonly text: string; readonly staleMs: number }

const obtain = async ({ directory, file, text, staleMs }: Lock): Promise<void> => {
  const { taken, at } = await take(file, text)
  if (taken) return
  const found = await readLock(file)
  if (found !== undefined && isHeld(found.holder, at - found.at, staleMs)) throw inUse(directory, file, found.holder)
  await rm(file, { force: true })
  // Another process may have taken the lock after the removal.
  if ((await take(file, text)).taken) return
  throw inUse(directory, file, (await readLock(file))?.holder)
}

/** Creates the lock atomically, by a hard link to a complete file. @returns the time of the file system, for comparison */
async function take(file: string, text: string): Promise<{ readonly taken: boolean; readonly at: number }> {
  const aside = `${file}.${randomUUID()}`
  try {
    await writeFile(aside, text)
    const { mtimeMs: at } = await stat(aside)
    await link(aside, file)
    return { taken: true, at }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    return { taken: false, at: (await stat(aside)).mtimeMs }
  } finally {
    await rm(aside, { force: true }).catch(() => undefined)
  }
}

/** Reads the lock; undefined if it is gone. `at`: its last sign of life. Its holder is undefined if it is damaged. */
const readLock = async (file: string): Promise<{ holder: Holder | undefined; at: number } | undefined> => {
  try {
    const [text, { mtimeMs: at }] = await Promise.all([readFile(file, 'utf8'), stat(file)])
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), StoredHolder), text)
    return { holder: result.success ? (result.output as Holder) : undefined, at }
  } catch {
    return undefined
  }
}

/** A damaged lock is held by no process: a lock is created complete. */
const isHeld = (holder: Holder | undefined, silentMs: number, staleMs: number): boolean =>
  holder !== undefined && (isVisible(holder) ? isRunning(holder) : silentMs < staleMs)

/**
 * Gives a sign of life, by writing the open lock again: if the directory was replaced meanwhile, the new one gets no lock.
 * @throws Error if the directory can't be used any more
 */
const beat = async ({
  directory,
  file,
  text,
  handle,
}: Omit<Lock, 'staleMs'> & { readonly handle: FileHandle }): Promise<void> => {
  const current = await readFile(file, 'utf8').catch(() => undefined)
  if (current !== text) throw lostDirectory(directory)
  const aside = `${file}.${randomUUID()}`
  try {
    // Without space, permission or directory this fails, as every other write would.
    await writeFile(aside, text)
  } finally {
    await rm(aside, { force: true }).catch(() => undefined)
  }
  await handle.write(text, 0)
}

const inUse = (directory: string, file: string, holder: Holder | undefined): Error => {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`
  const remedy =
    holder === undefined || isVisible(holder)
      ? `delete ${file} if the process is not an import`
      : `try again ${STALE_MS / 1000} seconds after it has ended: its lock then expires`
  return new Error(
    `The state directory ${directory} is in use by ${who}. Wait until it ends, use another --state, or ${remedy}.`,
  )
}
