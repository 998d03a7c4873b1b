import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'

export type Presigned = { readonly url: string; readonly expiresAt: string }

/** A form for S3: the fields and then the file, as `multipart/form-data`. */
export type UploadForm = Presigned & { readonly fields: Readonly<Record<string, string>> }

/** Makes links with which somebody else may do one thing in the bucket, for a quarter of an hour. Asks nobody. */
export type Presigner = {
  readonly download: (key: string) => Promise<Presigned>
  /** For one key, one content type and exactly that many bytes. */
  readonly upload: (file: { key: string; size: number; contentType: string }) => Promise<UploadForm>
}

const SECONDS = 15 * 60

export function createPresigner(client: S3Client, bucket: string, now: () => number): Presigner {
  const expiresAt = (): string => new Date(now() + SECONDS * 1000).toISOString()
  return {
    download: async key => {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key })
      return { url: await getSignedUrl(client, command, { expiresIn: SECONDS }), expiresAt: expiresAt() }
    },
    upload: async ({ key, size, contentType }) => {
      const { url, fields } = await createPresignedPost(client, {
        Bucket: bucket,
        Key: key,
        Expires: SECONDS,
        // Each field, and the key, becomes a condition of its own.
        Fields: { 'Content-Type': contentType },
        Conditions: [['content-length-range', size, size]],
      })
      return { url, fields, expiresAt: expiresAt() }
    },
  }
}
