import { isFetched, isOverlay, OPTIONS_FILE, parseDocumentKey } from '../../store/keys.ts'
import { type ObjectStore, ObjectUnreadable } from '../../store/objects.ts'
import { type FileKind, type FileStart, KIND_BYTES, kindOf } from './document-kind.ts'

/** Maximum number of listed keys. */
export const MAX_LISTED = 10_000
/** Maximum number of files that are read, and of concurrent reads. */
const MAX_CANDIDATES = 50
const PARALLEL = 10

type Reader = Pick<ObjectStore, 'readStart'>

/** File of a target's folder that was read. */
export type Candidate = { readonly key: string; readonly kind: FileKind; readonly text: string }

/** Finds the key of a document's root in the target's folder of an uploaded file; undefined if there is none. */
export async function findRoot(objects: Reader & Pick<ObjectStore, 'list'>, key: string): Promise<string | undefined> {
  const document = parseDocumentKey(key)
  if (document === undefined) return undefined
  const keys: string[] = []
  for await (const other of objects.list(document.prefix)) {
    if (keys.length === MAX_LISTED) break
    if (other !== key) keys.push(other)
  }
  for await (const { kind, key: candidate } of readCandidates(objects, document.prefix, keys))
    if (kind === 'document') return candidate
  return undefined
}

/**
 * Reads the files of a target's folder that are the most likely documents: files named openapi or swagger first, then
 * those closer to the top. Options, overlays and fetched files are skipped.
 */
export async function* readCandidates(
  objects: Reader,
  prefix: string,
  keys: readonly string[],
): AsyncGenerator<Candidate> {
  const candidates = keys
    .filter(key => isUploadedFile(key.slice(prefix.length)))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .slice(0, MAX_CANDIDATES)
  for (let i = 0; i < candidates.length; i += PARALLEL) {
    const read = candidates.slice(i, i + PARALLEL).map(async key => ({ key, ...(await readKind(objects, key)) }))
    yield* await Promise.all(read)
  }
}

/**
 * Reads the kind of a file, and its start as a string. An overlay or a missing file is a part; the kind of a file that can't be read is
 * unknown, since only an import reports why.
 */
export async function readKind(objects: Reader, key: string): Promise<ReturnType<typeof kindOf>> {
  if (isOverlay(key)) return { kind: 'part', text: '' }
  let bytes: Uint8Array | undefined
  try {
    bytes = await objects.readStart(key, KIND_BYTES)
  } catch (error) {
    if (error instanceof ObjectUnreadable) return { kind: 'unknown', text: '' }
    throw error
  }
  const start: FileStart = { bytes: bytes ?? new Uint8Array(), isWhole: (bytes?.length ?? 0) < KIND_BYTES }
  return bytes === undefined ? { kind: 'part', text: '' } : kindOf(start)
}

const isUploadedFile = (file: string): boolean =>
  file !== OPTIONS_FILE && !isFetched(file) && !isOverlay(file) && !file.endsWith('/')

/** Sort key: files named openapi or swagger first, then by depth. */
const rank = (key: string): number => key.split('/').length - (/(openapi|swagger)[^/]*$/i.test(key) ? 100 : 0)
