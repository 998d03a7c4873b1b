import type { Overlays } from '../../document/overlays.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import { type DocumentKey, isFetched, isOverlay } from '../../store/keys.ts'
import type { ObjectStore } from '../../store/objects.ts'

/** Maximum number of listed keys. */
const MAX_LISTED = 10_000

/**
 * Finds the overlays of a document: those that its options name, else the files in its folder whose names are those of
 * overlays, in the order of their names. A fetched document has those in the folder of `import.json`.
 */
export async function findOverlays(
  objects: Pick<ObjectStore, 'list'>,
  { prefix, file }: Pick<DocumentKey, 'prefix' | 'file'>,
  { overlays }: Pick<ImportOptions, 'overlays'>,
): Promise<Overlays | undefined> {
  if (overlays !== undefined) return { names: overlays, files: new Set(), isChosen: true }
  const folder = isFetched(file) ? '' : file.slice(0, file.lastIndexOf('/') + 1)
  const files = new Set<string>()
  let listed = 0
  for await (const key of objects.list(prefix + folder)) {
    const name = key.slice(prefix.length)
    if (!name.slice(folder.length).includes('/')) files.add(name)
    if (++listed === MAX_LISTED) break
  }
  return overlaysAmong(files)
}

/** Returns the overlays among the files of a folder; undefined if there are none. */
export function overlaysAmong(files: ReadonlySet<string>): Overlays | undefined {
  const names = [...files].filter(isOverlay).sort()
  return names.length === 0 ? undefined : { names, files, isChosen: false }
}
