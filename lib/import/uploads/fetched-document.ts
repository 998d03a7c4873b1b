import { type DocumentKey, fetchedKey, isOverlay, OPTIONS_FILE } from '../../store/keys.ts'
import { type ObjectStore, ObjectUnreadable } from '../../store/objects.ts'
import { decodeOptions, MAX_OPTIONS_BYTES } from '../prepare/read-options.ts'

/** Document that imports fetch: its URL, and the key that it is stored at. */
export type FetchedDocument = { readonly key: string; readonly url: string }

/** Finds the fetched document of a folder that an uploaded overlay changes. Invalid options have none: the schedule reports them. */
export async function findFetchedDocument(
  objects: Pick<ObjectStore, 'readStart'>,
  { target, prefix, file }: DocumentKey,
): Promise<FetchedDocument | undefined> {
  const bytes = await objects.readStart(prefix + OPTIONS_FILE, MAX_OPTIONS_BYTES + 1).catch((error: unknown) => {
    if (error instanceof ObjectUnreadable) return undefined
    throw error
  })
  if (bytes === undefined || bytes.length > MAX_OPTIONS_BYTES) return undefined
  const options = decodeOptions(bytes)
  if (!options.ok || options.value.sourceUrl === undefined) return undefined
  const { sourceUrl: url, overlays } = options.value
  const isApplied = overlays === undefined ? isOverlay(file) : overlays.includes(file)
  return isApplied ? { key: fetchedKey(target, url), url } : undefined
}
