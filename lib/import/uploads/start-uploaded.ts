import { type ImportRequest, importIdFrom, importIdOf } from '../../request/import-request.ts'
import { type DocumentKey, isFetched, isOverlay, OPTIONS_FILE, parseDocumentKey } from '../../store/keys.ts'
import type { ObjectStore } from '../../store/objects.ts'
import { findFetchedDocument } from './fetched-document.ts'
import { MAX_LISTED, readCandidates, readKind } from './find-documents.ts'
import { windowOf } from './window.ts'

/** Services and settings for uploads. */
export type Uploads = {
  readonly bucket: string
  readonly objects: Pick<ObjectStore, 'entries' | 'readStart'>
  readonly start: (request: ImportRequest) => Promise<void>
  /** Seconds without an upload before an import reads the files; 0 reads them at once. */
  readonly quietSeconds: number
}

/** A file that was uploaded. */
export type Uploaded = {
  readonly key: string
  readonly versionId?: string | undefined
  readonly etag?: string | undefined
  /** Increases with each upload of a key. */
  readonly sequencer: string
  /** Time of the upload, in epoch milliseconds. */
  readonly at: number
  /** Account of the uploader, or an AWS service. */
  readonly caller?: string | undefined
}

/** Ids of the started imports. */
export type Started = { readonly importId: string; readonly otherIds: readonly string[] } | { readonly ignored: string }

/**
 * Starts the imports that an uploaded file requires: of itself if it may be a document, and of the documents in its
 * folder if it may be a part of them, is an overlay or has their options. An overlay also imports the document that the
 * schedule fetches. All uploads of a quiet period start the same imports. A part
 * without a document starts one import of its folder, which reports that.
 */
export async function startUploaded(uploads: Uploads, uploaded: Uploaded): Promise<Started> {
  const location = parseDocumentKey(uploaded.key)
  if (location === undefined || isFetched(location.file)) return { ignored: uploaded.key }
  const { keys, moment, isThere } = await look(uploads, location, uploaded)
  const documents = await affectedDocuments(uploads, location, uploaded.key, keys)
  const isOptions = location.file === OPTIONS_FILE
  const hasOptions = !isOptions && keys.includes(location.prefix + OPTIONS_FILE)
  const mayBeOverlay = documents.length === 0 || isOverlay(location.file)
  const fetched = hasOptions && mayBeOverlay ? await findFetchedDocument(uploads.objects, location) : undefined
  const isOrphan = documents.length === 0 && fetched === undefined
  if (isOrphan && (isOptions || !isThere)) return { ignored: uploaded.key }
  const common = { uploaded, moment }
  const requests = (isOrphan ? [uploaded.key] : documents).map(key =>
    requestOf(uploads, location, { ...common, key, subject: isOrphan ? location.prefix : key }),
  )
  if (fetched !== undefined)
    requests.push(requestOf(uploads, location, { ...common, ...fetched, subject: fetched.key }))
  for (const request of requests) await uploads.start(request)
  const [importId = '', ...otherIds] = requests.map(request => request.importId)
  return { importId, otherIds }
}

/** Lists the folder of an upload. `moment`: time of the upload, by the later of the event's and the object's. */
const look = async ({ objects }: Uploads, { prefix }: DocumentKey, { key, at }: Uploaded) => {
  const keys: string[] = []
  let moment = at
  let isThere = false
  for await (const entry of objects.entries(prefix)) {
    keys.push(entry.key)
    if (entry.key === key) {
      isThere = true
      moment = Math.max(at, entry.modifiedAt)
    }
    if (keys.length === MAX_LISTED) return { keys, moment, isThere: true }
  }
  return { keys, moment, isThere }
}

/** Finds the documents that an upload changes. */
const affectedDocuments = async (
  { objects }: Uploads,
  { prefix, file }: DocumentKey,
  key: string,
  keys: readonly string[],
): Promise<string[]> => {
  const kind = file === OPTIONS_FILE ? 'part' : (await readKind(objects, key)).kind
  const own = kind === 'part' ? [] : [key]
  const name = file.slice(file.lastIndexOf('/') + 1)
  const others: string[] = []
  let isNamed = false
  const otherKeys = keys.filter(other => other !== key)
  for await (const other of readCandidates(objects, prefix, otherKeys)) {
    if (other.kind === 'document') others.push(other.key)
    isNamed ||= other.text.includes(name)
  }
  // A document can be a part of another one: then some file refers to it by its name.
  return kind === 'document' && !isNamed ? own : [...own, ...others]
}

type Cause = {
  readonly uploaded: Uploaded
  /** File to import. */
  readonly key: string
  readonly moment: number
  /** URL to fetch the file from. */
  readonly url?: string
  /** Key or prefix that has one import in each window. */
  readonly subject: string
}

const requestOf = (
  { bucket, quietSeconds }: Uploads,
  { target }: DocumentKey,
  { uploaded, key, url, moment, subject }: Cause,
): ImportRequest => {
  const { versionId, etag, sequencer, caller } = uploaded
  const common = { target, ...(caller !== undefined && { caller }) }
  const file = { bucket, key, ...(url !== undefined && { url }) }
  if (quietSeconds > 0) {
    const window = windowOf(moment, quietSeconds)
    const importId = importIdFrom('uploads', bucket, subject, window.end, window.seconds)
    return { importId, ...common, source: file, window }
  }
  const version = versionId === undefined ? {} : { versionId }
  if (key !== uploaded.key)
    return {
      importId: importIdFrom(bucket, key, uploaded.key, versionId ?? sequencer),
      ...common,
      source: file,
    }
  const source = { bucket, key, ...version, ...(etag !== undefined && { etag }) }
  return { importId: importIdOf({ bucket, key, sequencer, ...version }), ...common, source }
}
