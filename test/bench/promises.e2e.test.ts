import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { generateDocument } from './generate-document.ts'
import { measureReimport } from './reimport.ts'
import { measureStarting } from './starting.ts'

const folderOfTest = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'promises-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('the import of an unchanged document reads each collection once and writes nothing', async () => {
  const { reads, allowedReads, writes } = await measureReimport(await folderOfTest(), generateDocument(120))
  expect(writes).toBe(0)
  expect(reads).toBeLessThanOrEqual(allowedReads)
})

test('a start by the API takes one round trip to S3, one to DynamoDB and the invocation', async () => {
  const { roundTrips } = await measureStarting(await folderOfTest(), 3, 0)
  expect(roundTrips).toEqual({ s3: 3, dynamodb: 3, lambda: 3 })
})
