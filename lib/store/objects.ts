import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** A single PUT is enough below this; S3 asks for parts of 5 MiB at least. */
const MULTIPART_BYTES = 5 * 1024 * 1024

/** One S3 bucket. */
export type ObjectStore = {
  /** The bytes of an object; undefined where there is none. @throws Error where it has more than `maxBytes` */
  readonly read: (key: string, options?: { versionId?: string; maxBytes?: number }) => Promise<Uint8Array | undefined>
  /** Which upload of a key is the newest; undefined where there is none. The ETag is without its quotes. */
  readonly newest: (key: string) => Promise<{ versionId?: string; etag: string } | undefined>
  readonly write: (key: string, body: string | Uint8Array, contentType: string) => Promise<void>
  /** A gzipped JSON value; undefined where there is none. It is ours, so its shape is trusted. */
  readonly readJson: <T>(key: string) => Promise<T | undefined>
  readonly writeJson: (key: string, value: unknown) => Promise<void>
}

export class ObjectTooLarge extends Error {
  readonly bytes: number
  constructor(key: string, bytes: number, limit: number) {
    super(
      `${key} has ${bytes} bytes; the limit is ${limit} (MAX_DOCUMENT_BYTES); split the document or raise the limit.`,
    )
    this.name = 'ObjectTooLarge'
    this.bytes = bytes
  }
}

export const createObjectStore = (client: S3Client, bucket: string): ObjectStore => {
  const read: ObjectStore['read'] = async (key, { versionId, maxBytes } = {}) => {
    try {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(versionId !== undefined && { VersionId: versionId }),
      })
      const { Body, ContentLength } = await client.send(command)
      if (maxBytes !== undefined && ContentLength !== undefined && ContentLength > maxBytes)
        throw new ObjectTooLarge(key, ContentLength, maxBytes)
      return await Body?.transformToByteArray()
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  }

  const newest: ObjectStore['newest'] = async key => {
    try {
      const { VersionId, ETag = '' } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
      const versioned = VersionId !== undefined && VersionId !== 'null'
      return { etag: ETag.replaceAll('"', ''), ...(versioned && { versionId: VersionId }) }
    } catch (error) {
      if (error instanceof NotFound || error instanceof NoSuchKey) return undefined
      throw error
    }
  }

  const write: ObjectStore['write'] = async (key, body, contentType) => {
    const object = { Bucket: bucket, Key: key, Body: body, ContentType: contentType }
    if (body.length < MULTIPART_BYTES) await client.send(new PutObjectCommand(object))
    // Parts that a failed upload leaves are removed by the bucket's lifecycle.
    else await new Upload({ client, params: object, leavePartsOnError: true }).done()
  }

  return {
    read,
    newest,
    write,
    readJson: async <T>(key: string) => {
      const bytes = await read(key)
      return bytes === undefined ? undefined : (JSON.parse((await decompress(bytes)).toString('utf8')) as T)
    },
    writeJson: async (key, value) => write(key, await compress(JSON.stringify(value)), 'application/gzip'),
  }
}
