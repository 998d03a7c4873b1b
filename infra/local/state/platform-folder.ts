import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { parseBaseUrl } from '../../../lib/connect/urls.ts'

/** Folder of the emulator in a state directory. No URL has this name: each ends with a hash. */
const EMULATOR = 'emulator'

/** Names of this machine, which are one platform. The first one names it. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Returns the folders that a platform can have in a state directory, the first one for new state. Each platform has its own:
 * ledgers, imports and locks name the organisation and the connector only, and two platforms can have the same. Only a
 * platform on this machine can have others: earlier versions had one for each of its names.
 * @param platformUrl base URL; absent for the emulator
 */
export function platformFolders(stateDirectory: string, platformUrl?: string): readonly [string, ...string[]] {
  if (platformUrl === undefined) return [join(stateDirectory, EMULATOR)]
  const [first, ...others] = spellingsOf(platformUrl)
  const folderOf = (url: string): string => join(stateDirectory, nameOf(url))
  return [folderOf(first), ...others.map(folderOf)]
}

/** Returns the URL that names a platform, also for another name of this machine. @throws TypeError */
export function canonicalUrl(platformUrl: string): string {
  return spellingsOf(platformUrl)[0]
}

const spellingsOf = (platformUrl: string): readonly [string, ...string[]] => {
  const plain = parseBaseUrl(platformUrl)
  const url = new URL(plain)
  const spelt = LOOPBACK.includes(url.hostname)
    ? LOOPBACK.map(name => {
        url.hostname = name
        return parseBaseUrl(url.href)
      })
    : []
  return [spelt[0] ?? plain, ...spelt.slice(1)]
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
