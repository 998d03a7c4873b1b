import { join } from 'node:path'
import { type Execution, replayEntry, replayJournal } from './execution.ts'
import { appendEntry, type JournalEntry, readJournal } from './journal.ts'

/** The executions of one directory. Each stays in memory after its journal was read. */
export type ExecutionStore = {
  readonly find: (name: string) => Promise<Execution | undefined>
  /** Appends an entry to the journal, then applies it. Ignores the end of an execution that has ended. */
  readonly record: (name: string, entry: JournalEntry) => Promise<Execution>
}

/** Creates the store of a directory. @param onWriteError receives each error of a write */
export function createExecutionStore(
  directory: string,
  onWriteError: (error: unknown) => void = () => undefined,
): ExecutionStore {
  const known = new Map<string, Promise<Execution | undefined>>()
  const fileOf = (name: string): string => join(directory, `${name}.jsonl`)

  const find = (name: string): Promise<Execution | undefined> => {
    const read = known.get(name) ?? readExecution(fileOf(name))
    known.set(name, read)
    return read
  }
  const append = async (name: string, before: Execution | undefined, entry: JournalEntry): Promise<Execution> => {
    if (entry.type === 'finished' && before?.outcome) return before
    await appendEntry(fileOf(name), entry).catch((error: unknown) => {
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
const readExecution = async (file: string): Promise<Execution | undefined> => {
  const entries = await readJournal(file)
  try {
    return replayJournal(entries)
  } catch (cause) {
    throw new Error(`${file} is damaged. Delete the file to discard this execution.`, { cause })
  }
}
