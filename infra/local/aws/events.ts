import type { S3ObjectCreatedNotificationEvent, S3ObjectCreatedNotificationEventDetail } from 'aws-lambda'

export type Upload = {
  readonly bucket: string
  /** As it was given to S3: keys in these events are not URL-encoded. */
  readonly key: string
  /** In bytes. */
  readonly size: number
  /** As the upload answered it, with or without its quotes. */
  readonly eTag: string
  /** Where the bucket keeps versions. */
  readonly versionId?: string
  /** Hexadecimal digits; from the time unless given. */
  readonly sequencer?: string
  readonly reason?: S3ObjectCreatedNotificationEventDetail['reason']
}

type Ambience = { readonly now: () => number; readonly uuid: () => string; readonly region: string }
type Detail = S3ObjectCreatedNotificationEventDetail
/** The event as S3 sends it: without a version id where the bucket keeps no versions. */
export type ObjectCreatedEvent = Omit<S3ObjectCreatedNotificationEvent, 'detail'> & {
  detail: Omit<Detail, 'object'> & { object: Omit<Detail['object'], 'version-id'> & { 'version-id'?: string } }
}

const ACCOUNT = '000000000000'

/** The "Object Created" event that S3 hands to EventBridge for an upload. */
export function objectCreated(upload: Upload, { now, uuid, region }: Ambience): ObjectCreatedEvent {
  const { bucket, key, size, eTag, versionId } = upload
  const version = versionId === undefined ? {} : { 'version-id': versionId }
  const at = now()
  return {
    version: '0',
    id: uuid(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: ACCOUNT,
    time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, etag: eTag.replaceAll('"', ''), ...version, sequencer: upload.sequencer ?? sequencerAt(at) },
      'request-id': uuid().replaceAll('-', '').slice(0, 16).toUpperCase(),
      requester: ACCOUNT,
      'source-ip-address': '127.0.0.1',
      reason: upload.reason ?? 'PutObject',
    },
  }
}

/** Grows from upload to upload, in hexadecimal digits. */
const sequencerAt = (at: number): string => at.toString(16).toUpperCase().padStart(18, '0')
