import type { ImportRequest, UploadWindow } from '../../request/import-request.ts'
import { isFetched, OPTIONS_FILE, parseDocumentKey } from '../../store/keys.ts'
import { type ObjectEntry, ObjectUnreadable } from '../../store/objects.ts'
import type { Dependencies } from '../dependencies.ts'
import { readCandidates, readKind } from './find-documents.ts'
import { isCoveredLater, isInReach } from './window.ts'

export { findRoot } from './find-documents.ts'

/** Maximum number of later uploads whose kind is read. */
const MAX_LATER = 50

/** State of a folder after uploads. */
export type Settled =
  | { readonly kind: 'ready'; readonly source: ImportRequest['source'] }
  /** Another import reads the files. */
  | { readonly kind: 'covered' }
  | { readonly kind: 'busy'; readonly seconds: number }

/** Tests if the files of a folder are complete, and if another import covers them. Safe to repeat. */
export async function settle(
  { objects, now }: Pick<Dependencies, 'objects' | 'now'>,
  source: ImportRequest['source'],
  window: UploadWindow,
): Promise<Settled> {
  const { bucket, key } = source
  const location = parseDocumentKey(key)
  const prefix = location?.prefix ?? key
  const files: ObjectEntry[] = []
  for await (const entry of objects.entries(prefix)) if (!isFetched(entry.key.slice(prefix.length))) files.push(entry)
  const isUpload = source.url === undefined
  if (isUpload && (await isCovered({ objects, key, prefix, files, window }))) return { kind: 'covered' }
  // Bounded, so that a folder that never is quiet is read too.
  const times = files.map(({ modifiedAt }) => modifiedAt).filter(time => isInReach(window, time))
  const left = times.reduce((newest, time) => Math.max(newest, time), 0) + window.seconds * 1000 - now()
  if (left > 0) return { kind: 'busy', seconds: Math.min(Math.ceil(left / 1000), window.seconds) }
  // The next step fetches the document.
  if (!isUpload) return { kind: 'ready', source }
  const newest = await objects.newest(key).catch((error: unknown) => {
    // The step that reads the document reports why.
    if (error instanceof ObjectUnreadable) return undefined
    throw error
  })
  if (newest === undefined) return { kind: 'ready', source }
  const { versionId, etag } = newest
  return { kind: 'ready', source: { bucket, key, etag, ...(versionId !== undefined && { versionId }) } }
}

type Folder = {
  readonly objects: Dependencies['objects']
  /** Key of the file to import. */
  readonly key: string
  readonly prefix: string
  readonly files: readonly ObjectEntry[]
  readonly window: UploadWindow
}

/** Tests if another import covers this one: exactly the imports that `startUploaded` starts. */
const isCovered = async ({ objects, key, prefix, files, window }: Folder): Promise<boolean> => {
  const later = files.filter(({ modifiedAt }) => isCoveredLater(window, modifiedAt)).map(file => file.key)
  if (later.includes(key)) return true
  const { kind } = await readKind(objects, key)
  if (kind !== 'part' && later.length === 0) return false
  const documents: string[] = []
  for await (const candidate of readCandidates(
    objects,
    prefix,
    files.map(file => file.key),
  ))
    if (candidate.kind === 'document') documents.push(candidate.key)
  const options = prefix + OPTIONS_FILE
  // A document that was uploaded after a part has its own import.
  if (kind === 'part') return documents.length > 0 || later.some(other => other !== options)
  if (!documents.includes(key)) return false
  // Options and parts start an import of each document that is found.
  if (later.includes(options)) return true
  for (const other of later.slice(0, MAX_LATER)) if ((await readKind(objects, other)).kind !== 'document') return true
  return false
}
