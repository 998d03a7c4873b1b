import type { Target } from '../request/target.ts'
import { DOCUMENTS, isFetched, isOverlay, OPTIONS_FILE, parseDocumentKey } from '../store/keys.ts'
import type { ObjectStore } from '../store/objects.ts'

/** Target with an `import.json`, and the names of the files in its folder that people have uploaded, without overlays. */
export type Source = { readonly target: Target; readonly files: readonly string[] }

/** Finds all targets with an `import.json`. Keys are listed in order, so the files of one folder follow each other. */
export async function* findSources(objects: Pick<ObjectStore, 'list'>): AsyncGenerator<Source> {
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

const isDocumentFile = (file: string): boolean => file !== OPTIONS_FILE && !isFetched(file) && !isOverlay(file)

function* sourceOf({ target, files }: Source): Generator<Source> {
  if (!files.includes(OPTIONS_FILE)) return
  yield { target, files: files.filter(isDocumentFile) }
}
