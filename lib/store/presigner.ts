import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'

/** Presigned URL; `expiresAt` in ISO 8601. */
export type Presigned = { readonly url: string; readonly expiresAt: string }

/** Form for S3, sent as `multipart/form-data`: `fields` first, then `file`. */
export type UploadForm = Presigned & { readonly fields: Readonly<Record<string, string>> }

/** Creates links and forms for one object of the bucket, valid for 15 minutes. Sends no request. */
export type Presigner = {
  readonly download: (key: string) => Promise<Presigned>
  /** Creates a form for exactly this key, content type and size (bytes). */
  readonly upload: (file: { key: string; size: number; contentType: string }) => Promise<UploadForm>
}

/** Lifetime of links and forms, in seconds. */
const LIFETIME = 15 * 60

/**
 * Creates the presigner of a bucket.
 * @param now current time (epoch ms)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function createPresigner(client: S3Client, bucket: string, now: () => number): Presigner {
  const expiresAt = (): string => new Date(now() + LIFETIME * 1000).toISOString()
  return {
    download: async key => {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key })
      return { url: await getSignedUrl(client, command, { expiresIn: LIFETIME }), expiresAt: expiresAt() }
    },
    upload: async ({ key, size, contentType }) => {
      const { url, fields } = await createPresignedPost(client, {
        Bucket: bucket,
        Key: key,
        Expires: LIFETIME,
        // The SDK adds the key and each field to the conditions.
        Fields: { 'Content-Type': contentType },
        Conditions: [['content-length-range', size, size]],
      })
      return { url, fields, expiresAt: expiresAt() }
    },
  }
}
