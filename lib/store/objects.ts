import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGzip, gunzip } from 'node:zlib'
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { jsonPieces } from '../json/json-pieces.ts'
import { damagedObject, readingError } from './object-unreadable.ts'

export { missingObject, ObjectUnreadable } from './object-unreadable.ts'

const decompress = promisify(gunzip)

/** The size of a part in bytes; S3 accepts 5 MiB to 5 GiB. A smaller object is one PUT: three requests less. */
const PART_BYTES = 8 * 1024 * 1024
const CONCURRENT_PARTS = 2
/** Takes half the time of the default level; the objects are a quarter larger. */
const GZIP = { level: 3 }
const ChecksumAlgorithm = 'CRC32'

/** User-defined metadata of an object: ASCII strings keyed by lower-case name. */
export type Metadata = Readonly<Record<string, string>>

/** One upload of a key. The ETag has no quotes. */
export type ObjectVersion = { readonly versionId?: string; readonly etag: string; readonly metadata?: Metadata }

/** Content of an object: whole, or in pieces, of which those of a few parts are in memory at a time. */
export type Body = string | Uint8Array | Iterable<string> | AsyncIterable<Uint8Array>

/** Object of a listing. `modifiedAt` in epoch milliseconds. */
export type ObjectEntry = { readonly key: string; readonly modifiedAt: number }

/** Objects of one S3 bucket. */
export type ObjectStore = {
  /**
   * Reads an object; undefined if it does not exist.
   * @throws ObjectTooLarge if it is larger than `maxBytes`
   * @throws ObjectUnreadable if it can't be read, also later
   */
  readonly read: (key: string, options?: { versionId?: string; maxBytes?: number }) => Promise<Uint8Array | undefined>
  /** Reads at most the first `bytes` bytes of an object; undefined if it does not exist. */
  readonly readStart: (key: string, bytes: number) => Promise<Uint8Array | undefined>
  /** Returns the newest upload of a key; undefined if there is none. */
  readonly newest: (key: string) => Promise<ObjectVersion | undefined>
  readonly write: (key: string, body: Body, contentType: string, metadata?: Metadata) => Promise<void>
  /** Writes an object unless it exists. @returns false if it exists */
  readonly writeOnce: (key: string, body: Body, contentType: string) => Promise<boolean>
  /** Lists the keys with a prefix, in UTF-8 order. */
  readonly list: (prefix: string) => AsyncIterable<string>
  /** Lists the newest uploads of all keys with a prefix, in UTF-8 order. */
  readonly entries: (prefix: string) => AsyncIterable<ObjectEntry>
  /**
   * Reads a value of `writeJson`; undefined if it does not exist. The type is not checked.
   * @throws ObjectUnreadable also if the object is not gzipped JSON
   */
  readonly readJson: <T>(key: string) => Promise<T | undefined>
  /** Decodes the bytes of an object of `writeJson`. @throws Error if they are not gzipped JSON */
  readonly unpack: (bytes: Uint8Array) => Promise<unknown>
  /** Writes a value as gzipped JSON. */
  readonly writeJson: (key: string, value: unknown) => Promise<void>
}

/** Object that is larger than the limit for reading it. */
export class ObjectTooLarge extends Error {
  readonly bytes: number
  constructor(key: string, bytes: number, limit: number) {
    super(
      `${key} has ${bytes} bytes, more than the limit of ${limit} (MAX_DOCUMENT_BYTES). Split it or raise the limit.`,
    )
    this.name = 'ObjectTooLarge'
    this.bytes = bytes
  }
}

/**
 * Creates the store of objects in a bucket. Errors of S3 other than a missing object are thrown.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function createObjectStore(client: S3Client, bucket: string): ObjectStore {
  const read: ObjectStore['read'] = async (key, { versionId, maxBytes } = {}) => {
    try {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(versionId !== undefined && { VersionId: versionId }),
      })
      const { Body, ContentLength } = await client.send(command)
      if (maxBytes !== undefined && ContentLength !== undefined && ContentLength > maxBytes) {
        // An unread body would keep its connection open.
        if (Body instanceof Readable) Body.destroy()
        throw new ObjectTooLarge(key, ContentLength, maxBytes)
      }
      return await Body?.transformToByteArray()
    } catch (error) {
      if (isMissing(error)) return undefined
      throw readingError(key, error)
    }
  }

  const readStart: ObjectStore['readStart'] = async (key, bytes) => {
    try {
      const range = `bytes=0-${bytes - 1}`
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }))
      return await Body?.transformToByteArray()
    } catch (error) {
      if (isMissing(error)) return undefined
      // An empty object has no valid range.
      if (error instanceof Error && error.name === 'InvalidRange') return new Uint8Array()
      throw readingError(key, error)
    }
  }

  const newest: ObjectStore['newest'] = async key => {
    try {
      const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
      const { VersionId, ETag = '', Metadata = {} } = head
      const versioned = VersionId !== undefined && VersionId !== 'null'
      return {
        etag: ETag.replaceAll('"', ''),
        ...(versioned && { versionId: VersionId }),
        ...(Object.keys(Metadata).length > 0 && { metadata: Metadata }),
      }
    } catch (error) {
      if (isMissing(error)) return undefined
      throw readingError(key, error)
    }
  }

  const write: ObjectStore['write'] = async (key, body, contentType, metadata) => {
    await put({ Bucket: bucket, Key: key, ContentType: contentType, Metadata: metadata }, body)
  }

  const writeOnce: ObjectStore['writeOnce'] = async (key, body, contentType) => {
    try {
      await put({ Bucket: bucket, Key: key, ContentType: contentType }, body, { IfNoneMatch: '*' })
      return true
    } catch (error) {
      if (error instanceof Error && error.name === 'PreconditionFailed') return false
      throw error
    }
  }

  const put = async (
    object: CreateMultipartUploadCommandInput,
    body: Body,
    condition: { readonly IfNoneMatch?: string } = {},
  ): Promise<void> => {
    const parts = inParts(body)
    const first = await parts.next()
    if (first.done) return
    if (first.value.length < PART_BYTES)
      await client.send(new PutObjectCommand({ ...object, ...condition, Body: first.value }))
    else await writeParts(object, first.value, parts, condition)
  }

  /** Uploads an object in parts, a few at a time. The bucket's lifecycle removes the parts of a failed upload. */
  const writeParts = async (
    object: CreateMultipartUploadCommandInput,
    first: Uint8Array,
    others: AsyncIterable<Uint8Array>,
    condition: { readonly IfNoneMatch?: string },
  ): Promise<void> => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...object, ChecksumAlgorithm }))
    const upload = { Bucket: bucket, Key: object.Key, UploadId }
    const Parts: CompletedPart[] = []
    let made = [first]
    const send = async (): Promise<void> => {
      const begin = Parts.length + 1
      const writePart = async (Body: Uint8Array, i: number) => {
        const PartNumber = begin + i
        const part = new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumAlgorithm })
        const { ETag, ChecksumCRC32 } = await client.send(part)
        return { PartNumber, ETag, ChecksumCRC32 }
      }
      Parts.push(...(await Promise.all(made.map(writePart))))
      made = []
    }
    for await (const part of others) {
      if (made.length === CONCURRENT_PARTS) await send()
      made.push(part)
    }
    await send()
    await client.send(new CompleteMultipartUploadCommand({ ...upload, ...condition, MultipartUpload: { Parts } }))
  }

  async function* entries(prefix: string): AsyncGenerator<ObjectEntry> {
    let ContinuationToken: string | undefined
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken }))
      for (const { Key, LastModified } of page.Contents ?? [])
        if (Key !== undefined) yield { key: Key, modifiedAt: LastModified?.getTime() ?? 0 }
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)
  }

  async function* list(prefix: string): AsyncGenerator<string> {
    for await (const { key } of entries(prefix)) yield key
  }

  const unpack = async (bytes: Uint8Array): Promise<unknown> => JSON.parse((await decompress(bytes)).toString('utf8'))

  return {
    read,
    readStart,
    newest,
    write,
    writeOnce,
    list,
    entries,
    readJson: async <T>(key: string) => {
      const bytes = await read(key)
      if (bytes === undefined) return undefined
      const value = await unpack(bytes).catch((error: unknown) => {
        throw damagedObject(key, error)
      })
      return value as T
    },
    unpack,
    writeJson: (key, value) =>
      pipeline(jsonPieces(value), createGzip(GZIP), zipped => write(key, zipped, 'application/gzip')),
  }
}

/** Joins and splits a content into parts of `PART_BYTES`, the last one shorter: none is empty, unless the content is. */
async function* inParts(body: Body): AsyncGenerator<Uint8Array, undefined> {
  let kept: Uint8Array[] = []
  let size = 0
  for await (const piece of typeof body === 'string' || body instanceof Uint8Array ? [body] : body) {
    let bytes: Uint8Array = typeof piece === 'string' ? Buffer.from(piece) : piece
    while (size + bytes.length > PART_BYTES) {
      const end = PART_BYTES - size
      yield Buffer.concat([...kept, bytes.subarray(0, end)])
      bytes = bytes.subarray(end)
      kept = []
      size = 0
    }
    kept.push(bytes)
    size += bytes.length
  }
  yield Buffer.concat(kept)
}

/** Tests for a missing object. HeadObject and GetObject have different error names. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound')
