import type { S3Client } from '@aws-sdk/client-s3'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { ImportOptions } from '../../../lib/request/import-options.ts'
import type { Target } from '../../../lib/request/target.ts'
import { documentPrefix, OPTIONS_FILE } from '../../../lib/store/keys.ts'
import { type ObjectCreatedEvent, objectCreated } from '../aws/events.ts'

type Document = {
  readonly target: Target
  readonly options: Partial<ImportOptions>
  /** The root's name and every file of the document, as they lie in its folder. */
  readonly root: string
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** Larger files go up in parts, as the AWS command line does it. */
const MULTIPART_BYTES = 5 * 1024 * 1024

/**
 * Puts a document and its options under the documented key, the root last, and gives the event that S3 sends for it.
 */
export async function uploadDocument(
  client: S3Client,
  bucket: string,
  region: string,
  { target, options, root, files }: Document,
  sequencer: string,
): Promise<ObjectCreatedEvent> {
  const prefix = documentPrefix(target)
  // Several files may lie there, of this document or of an earlier one: the schedule has to be told which one it is.
  const written = { ...options, document: root }
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: prefix + OPTIONS_FILE, Body: JSON.stringify(written) }))
  for (const [name, body] of files) if (name !== root) await put(client, bucket, prefix + name, body)
  const body = files.get(root) ?? new Uint8Array()
  const eTag = await put(client, bucket, prefix + root, body)
  const upload = { bucket, key: prefix + root, size: body.length, eTag, sequencer }
  return objectCreated(upload, { now: Date.now, uuid: () => crypto.randomUUID(), region })
}

const put = async (client: S3Client, bucket: string, key: string, body: Uint8Array): Promise<string> => {
  const params = { Bucket: bucket, Key: key, Body: body }
  const { ETag = '' } =
    body.length < MULTIPART_BYTES
      ? await client.send(new PutObjectCommand(params))
      : await new Upload({ client, params, partSize: MULTIPART_BYTES }).done()
  return ETag
}
