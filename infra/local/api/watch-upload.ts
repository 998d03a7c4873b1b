import { setTimeout as delay } from 'node:timers/promises'
import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { type ObjectCreatedEvent, objectCreated } from '../aws/events.ts'

type WatchedObject = { readonly bucket: string; readonly key: string; readonly region: string }
type Seen = { readonly eTag: string; readonly size: number; readonly at: number }

/** In milliseconds. */
const POLL_INTERVAL = 200

/**
 * Waits for an upload of an object and creates the event of S3, because the local S3 sends none.
 * @returns the event, or undefined when the signal is aborted first
 */
export async function watchUpload(
  client: S3Client,
  { bucket, key, region }: WatchedObject,
  signal: AbortSignal,
): Promise<ObjectCreatedEvent | undefined> {
  const look = (): Promise<Seen | undefined> =>
    client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).then(
      ({ ETag = '', ContentLength = 0, LastModified }) => ({
        eTag: ETag,
        size: ContentLength,
        at: LastModified?.getTime() ?? 0,
      }),
      () => undefined,
    )
  const before = await look()
  while (!signal.aborted) {
    const seen = await look()
    if (seen === undefined || (seen.eTag === before?.eTag && seen.at === before.at)) {
      await delay(POLL_INTERVAL, undefined, { signal }).catch(() => undefined)
      continue
    }
    const uploaded = { bucket, key, ...seen, requester: 'local upload' }
    return objectCreated(uploaded, { now: Date.now, uuid: () => crypto.randomUUID(), region })
  }
  return undefined
}
