import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { Conditions } from '../../http/web.ts'
import type { ImportRequest } from '../../request/import-request.ts'
import type { Metadata, ObjectVersion } from '../../store/objects.ts'
import { sha256 } from '../../util/hash.ts'
import type { Dependencies } from '../dependencies.ts'
import { durableStep } from '../durable-step.ts'
import { unreadableFailure } from '../failure.ts'
import { cutReason, IMPORT_REASONS } from '../reasons.ts'

type Source = ImportRequest['source']

/** Result of `obtainSource`. */
export type ObtainedSource = {
  /** The upload in S3 to read. */
  readonly source: Source
  /** Reason why the document could not be fetched or read. */
  readonly reason?: string
  /** The document or its URL is the cause. */
  readonly badInput?: true
}

/** Resolves the request's document to an upload in S3. A document with a URL is fetched first, in a step of its own. */
export async function obtainSource(
  dependencies: Dependencies,
  { source }: ImportRequest,
  context: DurableContext,
): Promise<ObtainedSource> {
  const { url, missing, ...stored } = source
  if (missing !== undefined) return { source: stored, reason: missing, badInput: true }
  if (url === undefined) return { source }
  const work = () =>
    fetchSource(dependencies, stored, url).catch((error: unknown) => ({ source: stored, ...unreadableFailure(error) }))
  return durableStep(context, { name: 'fetch', kind: 'reads', work })
}

/**
 * Fetches a document and stores it in S3 at the source's key, if its content has changed. Sends the stored ETag and
 * Last-Modified as conditions. Safe to repeat.
 * @throws Error if the stored object disappears
 */
export async function fetchSource(
  { objects, sources }: Pick<Dependencies, 'objects' | 'sources'>,
  { bucket, key }: Pick<Source, 'bucket' | 'key'>,
  url: string,
): Promise<ObtainedSource> {
  const at = ({ versionId, etag }: ObjectVersion): ObtainedSource => ({
    source: { bucket, key, etag, ...(versionId !== undefined && { versionId }) },
  })
  const failed = (why: string): ObtainedSource => ({
    source: { bucket, key },
    badInput: true,
    reason: cutReason(IMPORT_REASONS.fetchFailed(withoutQuery(url), why)),
  })

  const stored = await objects.newest(key)
  const ofThisUrl = stored?.metadata?.source === sha256(url) ? stored : undefined
  const answer = await sources.get(url, conditionsOf(ofThisUrl?.metadata))
  if (answer.kind === 'failed') return failed(answer.reason)
  if (answer.kind === 'unchanged')
    return ofThisUrl === undefined
      ? failed('the server answered 304 (not modified) to an unconditional request')
      : at(ofThisUrl)

  const digest = sha256(answer.bytes)
  if (stored?.metadata?.sha256 === digest) return at(stored)
  await objects.write(key, answer.bytes, 'application/octet-stream', {
    source: sha256(url),
    sha256: digest,
    ...(isPlain(answer.etag) && { 'source-etag': answer.etag }),
    ...(isPlain(answer.lastModified) && { 'source-last-modified': answer.lastModified }),
  })
  const written = await objects.newest(key)
  if (written === undefined) throw new Error(`${key} not found right after it was written. Start the import again.`)
  return at(written)
}

const conditionsOf = (metadata: Metadata = {}): Conditions => {
  const { 'source-etag': etag, 'source-last-modified': lastModified } = metadata
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) }
}

/** Returns true if a header fits into S3 metadata: ASCII, 2 KB in all. */
const isPlain = (header: string | undefined): header is string =>
  header !== undefined && /^[\x20-\x7e]{1,500}$/.test(header)

/** Removes the query: it may contain a credential, and reasons are public. */
const withoutQuery = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
