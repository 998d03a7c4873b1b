import type { JournalEntry, Journals } from '../../infra/local/durable/journal.ts'

/** Creates journals in memory. Entries are copied, as files would. */
export function memoryJournals(): Journals {
  const journals = new Map<string, JournalEntry[]>()
  return {
    append: async (file, entry) => {
      journals.set(file, [...(journals.get(file) ?? []), structuredClone(entry)])
    },
    read: async file => structuredClone(journals.get(file) ?? []),
  }
}
