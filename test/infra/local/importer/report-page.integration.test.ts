import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { importKeys } from '../../../../lib/store/keys.ts'
import { renderReport } from '../../../lib/report/page/render.ts'
import { pets } from './documents.ts'
import { SECRET_TOKEN, useStack } from './support.ts'

const { seed, run, importer } = useStack()

test.each([false, true])('the page is stored with the report (dry run: %s)', async dryRun => {
  const connectorId = dryRun ? 'planned' : 'written'
  seed(connectorId)
  const report = await run(connectorId, pets(1), { options: { dryRun } })
  const s3 = new S3Client({ forcePathStyle: true })
  const { page } = importKeys(report.importId)
  const stored = await s3.send(new GetObjectCommand({ Bucket: importer().environment.BUCKET, Key: page }))
  const text = await stored.Body?.transformToString()
  s3.destroy()
  expect(stored.ContentType).toBe('text/html; charset=utf-8')
  expect(text).toBe(renderReport(report))
  expect(text).toContain(dryRun ? 'to create' : 'created')
  expect(text).not.toContain(SECRET_TOKEN)
})
