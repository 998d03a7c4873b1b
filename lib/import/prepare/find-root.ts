import { constants, gunzipSync } from 'node:zlib'
import { isGzip } from '../../document/file-content.ts'
import { isFetched, OPTIONS_FILE, parseDocumentKey } from '../../store/keys.ts'
import { type ObjectStore, ObjectUnreadable } from '../../store/objects.ts'

/** Maximum number of listed keys, of files that are read, and of concurrent reads. */
const MAX_LISTED = 10_000
const MAX_CANDIDATES = 50
const PARALLEL = 10
/** Bytes read of a file; bytes used of a gzip file, which unpack to at most 1,000 times as much. */
const START_BYTES = 64 * 1024
const GZIP_BYTES = 4 * 1024

/** Matches the `openapi` or `swagger` field of a root, in JSON or YAML. */
const ROOT = /^["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]|[{,]\s*"(?:openapi|swagger)"\s*:\s*"[23]/m

/** Finds the key of a document's root in the target's folder of an uploaded file; undefined if there is none. */
export async function findRoot(
  objects: Pick<ObjectStore, 'list' | 'readStart'>,
  key: string,
): Promise<string | undefined> {
  const document = parseDocumentKey(key)
  if (document === undefined) return undefined
  const candidates = await listCandidates(objects, document.prefix, key)
  for (let i = 0; i < candidates.length; i += PARALLEL) {
    const some = candidates.slice(i, i + PARALLEL)
    const are = await Promise.all(some.map(async candidate => isRootStart(await readStart(objects, candidate))))
    const found = some.find((_, index) => are[index])
    if (found !== undefined) return found
  }
  return undefined
}

const listCandidates = async (objects: Pick<ObjectStore, 'list'>, prefix: string, key: string): Promise<string[]> => {
  const found: string[] = []
  let listed = 0
  for await (const other of objects.list(prefix)) {
    if (++listed > MAX_LISTED) break
    const file = other.slice(prefix.length)
    if (other !== key && file !== OPTIONS_FILE && !isFetched(file) && !file.endsWith('/')) found.push(other)
  }
  return found.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).slice(0, MAX_CANDIDATES)
}

/** Sort key: files named openapi or swagger first, then by depth. */
const rank = (key: string): number => key.split('/').length - (/(openapi|swagger)[^/]*$/i.test(key) ? 100 : 0)

/** Reads the start of a file; undefined if it is missing or can't be read. */
const readStart = (objects: Pick<ObjectStore, 'readStart'>, key: string): Promise<Uint8Array | undefined> =>
  objects.readStart(key, START_BYTES).catch((error: unknown) => {
    if (error instanceof ObjectUnreadable) return undefined
    throw error
  })

const isRootStart = (bytes: Uint8Array | undefined): boolean => {
  if (bytes === undefined) return false
  try {
    const start = isGzip(bytes)
      ? gunzipSync(bytes.subarray(0, GZIP_BYTES), { finishFlush: constants.Z_SYNC_FLUSH })
      : bytes
    return ROOT.test(new TextDecoder().decode(start))
  } catch {
    // A damaged gzip file can't be a root.
    return false
  }
}
