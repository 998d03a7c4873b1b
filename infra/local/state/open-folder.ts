import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../files/make-folder.ts'
import { describeFault, StateFault } from './fault.ts'
import { emulatorFile, platformFolders } from './platform-folder.ts'

export type OpenedFolder = {
  readonly folder: string
  /** Sentence about data of an earlier version that is not used. */
  readonly notice?: string
}

/**
 * Returns the folder of a platform in a state directory. Moves the connectors of the emulator there that an earlier
 * version kept in the directory itself. Its other data stays unused: it does not name its platform.
 * @param platformUrl base URL; absent for the emulator
 * @throws StateFault
 */
export async function openFolder(stateDirectory: string, platformUrl?: string): Promise<OpenedFolder> {
  // An empty string would be the working directory, and a URL a folder of its name in it.
  if (stateDirectory.trim() === '' || /^[a-z][a-z\d+.-]*:\/\//i.test(stateDirectory))
    throw new StateFault(`--state must be a folder, got ${JSON.stringify(stateDirectory)}.`)
  const [first, ...others] = platformFolders(stateDirectory, platformUrl)
  const [folder = first, ...unused] = [first, ...others].filter(existsSync)
  const isFirst = !existsSync(join(folder, 'storage'))
  if (platformUrl === undefined && !existsSync(emulatorFile(folder)))
    await moveEmulator(stateDirectory, folder).catch((error: unknown) => {
      throw describeFault(stateDirectory, error)
    })
  if (unused.length > 0)
    return { folder, notice: `${unused.join(' and ')} is of the same platform as ${folder}, and not used; delete it.` }
  if (!isFirst || !existsSync(join(stateDirectory, 'storage'))) return { folder }
  const names = 'storage, table and executions'
  const notice = `${stateDirectory} has ${names} of an earlier version, which do not name their platform; not used. Delete them, or put them in place of those in ${folder} if they are of this platform.`
  return { folder, notice }
}

/** Moves the journal first: an interrupted move is then repeated. */
const moveEmulator = async (stateDirectory: string, folder: string): Promise<void> => {
  const earlier = emulatorFile(stateDirectory)
  if (!existsSync(earlier)) return
  makeFolder(folder)
  for (const suffix of ['.journal', ''])
    if (existsSync(earlier + suffix)) await rename(earlier + suffix, emulatorFile(folder) + suffix)
}
