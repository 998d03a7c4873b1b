import { appendFile, constants, readFile, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ErrorObject, OperationUpdate } from '@aws/durable-execution-sdk-js'
import { makeFolder } from '../files/make-folder.ts'

export type Outcome =
  | {
      readonly status: 'SUCCEEDED' /** JSON text; absent when the handler returned nothing. */
      readonly result?: string
    }
  | { readonly status: 'FAILED' | 'TIMED_OUT' | 'STOPPED'; readonly error: ErrorObject }

/** An event of an execution. `at` is in milliseconds since the epoch. */
export type JournalEntry =
  | { readonly type: 'started'; readonly at: number; readonly arn: string; readonly payload: string }
  | { readonly type: 'invoked'; readonly at: number }
  | { readonly type: 'checkpoint'; readonly at: number; readonly updates: readonly OperationUpdate[] }
  | { readonly type: 'finished'; readonly at: number; readonly outcome: Outcome }
  | { readonly type: 'announced'; readonly at: number; readonly status: 'RUNNING' | Outcome['status'] }
  | { readonly type: 'discarded'; readonly at: number }

/** Storage of journals. A path identifies a journal. */
export type Journals = {
  /** Resolves when the entry is stored. */
  readonly append: (file: string, entry: JournalEntry) => Promise<void>
  /** Reads all entries of a journal; none if it does not exist. */
  readonly read: (file: string) => Promise<JournalEntry[]>
}

/**
 * Appends one entry as one line in one write. Only the first entry creates the file: a journal without its beginning, left
 * where somebody deleted the directory during the work, could not be read.
 */
export async function appendEntry(file: string, entry: JournalEntry): Promise<void> {
  const isFirst = entry.type === 'started'
  if (isFirst) makeFolder(dirname(file))
  const flag = isFirst ? 'a' : constants.O_WRONLY | constants.O_APPEND
  await appendFile(file, `${JSON.stringify(entry)}\n`, { flag })
}

/**
 * Reads all entries of a journal; none when the file does not exist. Removes an incomplete last line, which a killed
 * process left and which was never acknowledged.
 * @throws Error with file and line when a complete line is not valid JSON
 */
export async function readJournal(file: string): Promise<JournalEntry[]> {
  const bytes = await readFile(file).catch(notThere)
  if (!bytes) return []
  const end = bytes.lastIndexOf('\n') + 1
  if (end < bytes.length) await truncate(file, end)
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1)
  return lines.map((line, index) => parseLine(line, `${file}:${index + 1}`))
}

function parseLine(line: string, place: string): JournalEntry {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new Error(`${place} is damaged. Delete the file to discard this execution.`, { cause })
  }
}

function notThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

/** Journals in files. */
export const fileJournals: Journals = { append: appendEntry, read: readJournal }
