import type { S3ObjectCreatedNotificationEvent, S3ObjectCreatedNotificationEventDetail } from 'aws-lambda'
import type { StatusChange } from '../durable/listeners.ts'

export type Upload = {
  readonly bucket: string
  /** The key as it was sent to S3: these events do not URL-encode it. */
  readonly key: string
  /** In bytes. */
  readonly size: number
  /** The ETag of the upload, with or without quotes. */
  readonly eTag: string
  /** Only in a bucket with versioning. */
  readonly versionId?: string
  /** Hexadecimal digits; derived from the time by default. */
  readonly sequencer?: string
  /** Name of the uploader; default: the account, as S3 sends it. */
  readonly requester?: string
  readonly reason?: S3ObjectCreatedNotificationEventDetail['reason']
}

type EventSource = { readonly now: () => number; readonly uuid: () => string; readonly region: string }
type Detail = S3ObjectCreatedNotificationEventDetail
/** The event of S3. A bucket without versioning sends no version id. */
export type ObjectCreatedEvent = Omit<S3ObjectCreatedNotificationEvent, 'detail'> & {
  detail: Omit<Detail, 'object'> & { object: Omit<Detail['object'], 'version-id'> & { 'version-id'?: string } }
}

const ACCOUNT = '000000000000'

/** Creates the "Object Created" event that S3 sends to EventBridge for an upload. */
export function objectCreated(upload: Upload, { now, uuid, region }: EventSource): ObjectCreatedEvent {
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
      requester: upload.requester ?? ACCOUNT,
      'source-ip-address': '127.0.0.1',
      reason: upload.reason ?? 'PutObject',
    },
  }
}

/** An event that Lambda sends to EventBridge. */
export type StatusChangeEvent = {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': 'Durable Execution Status Change'
  readonly source: 'aws.lambda'
  readonly account: string
  readonly time: string
  readonly region: string
  readonly resources: readonly string[]
  readonly detail: StatusChange
}

/**
 * Creates the event that Lambda sends to EventBridge when the status of a durable execution changes.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/durable-monitoring.html
 */
export function statusChanged(detail: StatusChange, { uuid, region }: Omit<EventSource, 'now'>): StatusChangeEvent {
  return {
    version: '0',
    id: uuid(),
    'detail-type': 'Durable Execution Status Change',
    source: 'aws.lambda',
    account: ACCOUNT,
    time: (detail.endTimestamp ?? detail.startTimestamp).replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [],
    detail,
  }
}

/** Returns a sequencer, in hexadecimal digits, that grows with time. */
const sequencerAt = (at: number): string => at.toString(16).toUpperCase().padStart(18, '0')
