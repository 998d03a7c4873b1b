import { appendFile, mkdir, readFile, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ErrorObject, OperationUpdate } from '@aws/durable-execution-sdk-js'

export type Outcome =
  | {
      readonly status: 'SUCCEEDED' /** JSON text; absent where the handler returned nothing. */
      readonly result?: string
    }
  | { readonly status: 'FAILED'; readonly error: ErrorObject }

/** What happened to one execution, in order; `at` in milliseconds since the epoch. */
export type JournalEntry =
  | { readonly type: 'started'; readonly at: number; readonly arn: string; readonly payload: string }
  | { readonly type: 'invoked'; readonly at: number }
  | { readonly type: 'checkpoint'; readonly at: number; readonly updates: readonly OperationUpdate[] }
  | { readonly type: 'finished'; readonly at: number; readonly outcome: Outcome }

/** Adds one entry as one line in one write; resolves when the operating system has it. */
export async function appendEntry(file: string, entry: JournalEntry): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await appendFile(file, `${JSON.stringify(entry)}\n`)
}

/**
 * Every entry of a journal; none where there is no file. A last line without its end was never acknowledged
 * (the process was killed while it wrote) and is cut off, so that the next entry starts on a line of its own.
 * @throws Error naming file and line where a whole line is not an entry
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
    throw new Error(`${place} is damaged. Delete the file to give up this execution.`, { cause })
  }
}

function notThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
