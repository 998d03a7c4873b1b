import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { Mutation } from './model.ts'
import type { PlatformState } from './records.ts'

/** What one request changed, and when (ISO 8601). */
export type JournalEntry = { readonly at: string; readonly mutations: readonly Mutation[] }

const journalOf = (stateFile: string): string => `${stateFile}.journal`

const readSnapshot = (stateFile: string): PlatformState | undefined => {
  if (!existsSync(stateFile)) return undefined
  const remedy = `Put the file back as it was, or delete it and ${journalOf(stateFile)} to start with an empty platform.`
  try {
    const saved: PlatformState = JSON.parse(readFileSync(stateFile, 'utf8'))
    if (saved.schema === 1) return saved
  } catch (cause) {
    throw new Error(`The platform's state in ${stateFile} is not readable. ${remedy}`, { cause })
  }
  throw new Error(`The platform's state in ${stateFile} was written by another version of this program. ${remedy}`)
}

const readEntries = (stateFile: string): JournalEntry[] => {
  const journal = journalOf(stateFile)
  if (!existsSync(journal)) return []
  // What follows the last line end is an entry that was being written when the process died: it was never answered.
  const lines = readFileSync(journal, 'utf8').split('\n').slice(0, -1)
  return lines.map((line, index) => {
    try {
      return JSON.parse(line)
    } catch (cause) {
      throw new Error(`Line ${index + 1} of ${journal} is damaged. Delete the line to go on without that change.`, {
        cause,
      })
    }
  })
}

/** The last snapshot, if any, and what was changed after it. Throws with the file's name and a remedy when they are damaged. */
export function readStateFiles(stateFile: string) {
  return {
    snapshot: readSnapshot(stateFile),
    entries: readEntries(stateFile),
  }
}

/** Replaces the snapshot in one step and ends the journal that it includes. */
export function writeSnapshot(stateFile: string, state: PlatformState): void {
  mkdirSync(dirname(stateFile), { recursive: true })
  const temporary = `${stateFile}.new`
  writeFileSync(temporary, `${JSON.stringify(state, undefined, 2)}\n`)
  renameSync(temporary, stateFile)
  rmSync(journalOf(stateFile), { force: true })
}

/** Opens the journal; an appended entry is with the operating system, so it survives the end of this process. */
export function openJournal(stateFile: string) {
  const file = openSync(journalOf(stateFile), 'a')
  return {
    append: (entry: JournalEntry): void => appendFileSync(file, `${JSON.stringify(entry)}\n`),
    close: (): void => closeSync(file),
  }
}
