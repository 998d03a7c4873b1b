import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { Report } from '../../../../lib/report/report.ts'
import type { useStack } from './support.ts'

/** Reads an artifact of an import. @throws Error if there is none */
export const text = async (
  stack: Pick<ReturnType<typeof useStack>, 'stack'>,
  report: Report | undefined,
  name: string,
): Promise<string> => {
  const { BUCKET = '' } = stack.stack().environment
  const s3 = new S3Client({ forcePathStyle: true })
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: `imports/${report?.importId}/${name}` }))
    return (await Body?.transformToString()) ?? ''
  } finally {
    s3.destroy()
  }
}
