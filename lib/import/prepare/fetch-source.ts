import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { Conditions } from '../../http/web.ts'
import type { ImportRequest } from '../../request/import-request.ts'
import type { Metadata, ObjectVersion } from '../../store/objects.ts'
import { sha256 } from '../../util/hash.ts'
import type { Dependencies } from '../dependencies.ts'

type Source = ImportRequest['source']

export type Obtained = {
  /** The upload in S3 that is read. */
  readonly source: Source
  /** Why there is no document, as a sentence. */
  readonly reason?: string
}

/** The request's document in S3, if there is one; where it lies on the web, it is fetched first, in a step of its own. */
export async function obtainSource(
  dependencies: Dependencies,
  { source }: ImportRequest,
  context: DurableContext,
): Promise<Obtained> {
  const { url, missing, ...stored } = source
  if (missing !== undefined) return { source: stored, reason: missing }
  return url === undefined ? { source } : context.step('fetch', () => fetchSource(dependencies, stored, url))
}

/**
 * Fetches a document and keeps it in S3 at the source's key, as a new version only where its content is new. A server
 * that can tell is asked only for what changed since the last time.
 */
export async function fetchSource(
  { objects, sources }: Pick<Dependencies, 'objects' | 'sources'>,
  { bucket, key }: Pick<Source, 'bucket' | 'key'>,
  url: string,
): Promise<Obtained> {
  const at = ({ versionId, etag }: ObjectVersion): Obtained => ({
    source: { bucket, key, etag, ...(versionId !== undefined && { versionId }) },
  })
  const failed = (why: string): Obtained => ({
    source: { bucket, key },
    reason: `The document can't be fetched from ${withoutQuery(url)}: ${why}. Correct the URL, or upload the document.`,
  })

  const stored = await objects.newest(key)
  const ofThisUrl = stored?.metadata?.source === sha256(url) ? stored : undefined
  const answer = await sources.get(url, conditionsOf(ofThisUrl?.metadata))
  if (answer.kind === 'failed') return failed(answer.reason)
  if (answer.kind === 'unchanged')
    return ofThisUrl === undefined ? failed('it says "not modified" to somebody who has nothing yet') : at(ofThisUrl)

  const digest = sha256(answer.bytes)
  if (stored?.metadata?.sha256 === digest) return at(stored)
  await objects.write(key, answer.bytes, 'application/octet-stream', {
    source: sha256(url),
    sha256: digest,
    ...(isPlain(answer.etag) && { 'source-etag': answer.etag }),
    ...(isPlain(answer.lastModified) && { 'source-last-modified': answer.lastModified }),
  })
  const written = await objects.newest(key)
  if (written === undefined) throw new Error(`${key} is gone right after it was written; start the import again.`)
  return at(written)
}

const conditionsOf = (metadata: Metadata = {}): Conditions => {
  const { 'source-etag': etag, 'source-last-modified': lastModified } = metadata
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) }
}

/** S3 keeps 2 KB of metadata, as ASCII. */
const isPlain = (header: string | undefined): header is string =>
  header !== undefined && /^[\x20-\x7e]{1,500}$/.test(header)

/** A query may hold a key, so it is never told. */
const withoutQuery = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
