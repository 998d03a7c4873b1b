import type { Target } from '../request/target.ts'
import { DOCUMENTS, isFetched, OPTIONS_FILE, parseDocumentKey } from '../store/keys.ts'
import type { Schedule } from './schedule.ts'

/** A target whose folder has an `import.json`, and the files that people put beside that. */
export type Source = { readonly target: Target; readonly files: readonly string[] }

/** Finds the folders that the schedule cares for. A listing is sorted, so the files of a folder come together. */
export async function* findSources({ objects }: Pick<Schedule, 'objects'>): AsyncGenerator<Source> {
  let folder: { prefix: string; target: Target; files: string[] } | undefined
  for await (const key of objects.list(`${DOCUMENTS}/`)) {
    const location = parseDocumentKey(key)
    if (location === undefined) continue
    if (folder?.prefix !== location.prefix) {
      if (folder !== undefined) yield* sourceOf(folder)
      folder = { ...location, files: [] }
    }
    folder.files.push(location.file)
  }
  if (folder !== undefined) yield* sourceOf(folder)
}

function* sourceOf({ target, files }: Source): Generator<Source> {
  if (!files.includes(OPTIONS_FILE)) return
  yield { target, files: files.filter(file => file !== OPTIONS_FILE && !isFetched(file)) }
}
