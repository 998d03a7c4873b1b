import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { parseBaseUrl } from '../../../lib/connect/urls.ts'

/** Folder of the emulator in a state directory. No URL has this name: each ends with a hash. */
const EMULATOR = 'emulator'

/**
 * Returns the folder of a platform in a state directory. Each platform has its own: ledgers, imports and locks name the
 * organisation and the connector only, and two platforms can have the same.
 * @param platformUrl base URL; absent for the emulator
 */
export function platformFolder(stateDirectory: string, platformUrl?: string): string {
  return join(stateDirectory, platformUrl === undefined ? EMULATOR : nameOf(parseBaseUrl(platformUrl)))
}

/** Returns the host and port, for people, and a hash of the whole URL. */
const nameOf = (baseUrl: string): string => {
  const host = new URL(baseUrl).host.replaceAll(/[^a-z0-9.-]+/g, '-').replaceAll(/^[.-]+|-+$/g, '')
  return `${host.slice(0, 100)}-${createHash('sha256').update(baseUrl).digest('hex').slice(0, 8)}`
}

/** File of the emulator's connectors in its folder. */
export function emulatorFile(folder: string): string {
  return join(folder, 'platform.json')
}

/** Folder of the reports in a platform's folder. */
export function reportsFolder(folder: string): string {
  return join(folder, 'reports')
}
