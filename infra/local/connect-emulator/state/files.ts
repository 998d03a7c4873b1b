import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from '../../files/make-folder.ts'
import type { Mutation } from './model.ts'
import type { PlatformState } from './records.ts'

/** The changes of one request, and their time (ISO 8601). */
export type JournalEntry = { readonly at: string; readonly mutations: readonly Mutation[] }

const journalOf = (stateFile: string): string => `${stateFile}.journal`

const remedyFor = (stateFile: string): string =>
  `Restore the file, or delete it and ${journalOf(stateFile)} to start with an empty state.`

/** Describes a state file, or its journal, whose content is not that of a platform. */
export function unreadable(stateFile: string, cause: unknown): Error {
  return new Error(`Can't read the state of the platform in ${stateFile}. ${remedyFor(stateFile)}`, { cause })
}

const readSnapshot = (stateFile: string): PlatformState | undefined => {
  if (!existsSync(stateFile)) return undefined
  try {
    const saved: PlatformState = JSON.parse(readFileSync(stateFile, 'utf8'))
    if (saved.schema === 1) return saved
  } catch (cause) {
    throw unreadable(stateFile, cause)
  }
  throw new Error(`The state of the platform in ${stateFile} has an unknown schema version. ${remedyFor(stateFile)}`)
}

const readEntries = (stateFile: string): JournalEntry[] => {
  const journal = journalOf(stateFile)
  if (!existsSync(journal)) return []
  // Characters after the last line end are an entry that a killed process was writing. Its request got no response.
  const lines = readFileSync(journal, 'utf8').split('\n').slice(0, -1)
  return lines.map((line, index) => {
    try {
      return JSON.parse(line)
    } catch (cause) {
      throw new Error(`Line ${index + 1} of ${journal} is damaged. Delete the line to continue without this change.`, {
        cause,
      })
    }
  })
}

/** Reads the last snapshot, if any, and the changes after it. @throws Error with the file's name and a remedy when they are damaged */
export function readStateFiles(stateFile: string) {
  return {
    snapshot: readSnapshot(stateFile),
    entries: readEntries(stateFile),
  }
}

/** Replaces the snapshot atomically and removes the journal, whose changes it includes. */
export function writeSnapshot(stateFile: string, state: PlatformState): void {
  makeFolder(dirname(stateFile))
  const temporary = `${stateFile}.new`
  writeFileSync(temporary, `${JSON.stringify(state, undefined, 2)}\n`)
  renameSync(temporary, stateFile)
  rmSync(journalOf(stateFile), { force: true })
}

/** Opens the journal. An appended entry survives the end of this process, but not of the machine. */
export function openJournal(stateFile: string) {
  const file = openSync(journalOf(stateFile), 'a')
  return {
    append: (entry: JournalEntry): void => appendFileSync(file, `${JSON.stringify(entry)}\n`),
    close: (): void => closeSync(file),
  }
}
