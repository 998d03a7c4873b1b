import { join } from 'node:path'
import { type Execution, replayEntry, replayJournal } from './execution.ts'
import type { JournalEntry, Journals } from './journal.ts'

/** The executions of one directory. Each stays in memory after its journal was read. */
export type ExecutionStore = {
  readonly find: (name: string) => Promise<Execution | undefined>
  /** Appends an entry to the journal, then applies it. Ignores the end of an execution that has ended. */
  readonly record: (name: string, entry: JournalEntry) => Promise<Execution>
}

type StoreOptions = {
  readonly directory: string
  readonly journals: Journals
  /** Receives each error of a write. */
  readonly onWriteError: (error: unknown) => void
}

/** Creates the store of a directory. */
export function createExecutionStore({ directory, journals, onWriteError }: StoreOptions): ExecutionStore {
  const known = new Map<string, Promise<Execution | undefined>>()
  const fileOf = (name: string): string => join(directory, `${name}.jsonl`)

  const find = (name: string): Promise<Execution | undefined> => {
    const read = known.get(name) ?? readExecution(fileOf(name), journals)
    known.set(name, read)
    return read
  }
  const append = async (name: string, before: Execution | undefined, entry: JournalEntry): Promise<Execution> => {
    if (entry.type === 'finished' && before?.outcome) return before
    await journals.append(fileOf(name), entry).catch((error: unknown) => {
      onWriteError(error)
      throw error
    })
    return replayEntry(before, entry)
  }
  const record = (name: string, entry: JournalEntry): Promise<Execution> => {
    const after = find(name).then(before => append(name, before, entry))
    known.set(name, after)
    // After a failed write, the next read starts from the journal.
    after.catch(() => known.delete(name))
    return after
  }
  return { find, record }
}

/** Reads an execution from its journal. @throws Error when an entry is not one of a journal */
const readExecution = async (file: string, journals: Journals): Promise<Execution | undefined> => {
  const entries = await journals.read(file)
  try {
    return replayJournal(entries)
  } catch (cause) {
    throw new Error(`${file} is damaged. Delete the file to discard this execution.`, { cause })
  }
}
