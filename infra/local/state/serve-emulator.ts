import { type Platform, startPlatform } from '../connect-emulator/platform.ts'
import { createGuard } from './guard.ts'
import { lockDirectory } from './lock.ts'
import { openFolder } from './open-folder.ts'
import { emulatorFile } from './platform-folder.ts'

export type ServedEmulator = Pick<Platform, 'url' | 'inspectionUrl'> & {
  /** Aborts with a sentence when the state directory can't be used any more. */
  readonly fault: AbortSignal
  readonly close: () => Promise<void>
}

/** Serves the emulator of the platform with the connectors of a state directory. @throws Error when the directory or the port is in use */
export async function serveEmulator({
  state,
  token,
  port,
}: {
  readonly state: string
  readonly token: string
  readonly port: number
}): Promise<ServedEmulator> {
  const { folder } = await openFolder(state)
  const guard = createGuard(folder)
  const unlock = await lockDirectory(folder, { onFault: guard.report })
  try {
    const platform = await startPlatform({ stateFile: emulatorFile(folder), token, port, onError: guard.report })
    const { url, inspectionUrl } = platform
    return { url, inspectionUrl, fault: guard.fault, close: () => platform.close().finally(unlock) }
  } catch (error) {
    await unlock()
    throw error
  }
}
