import { S3Client } from '@aws-sdk/client-s3'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../../infra/local/http/listen.ts'
import { createObjectStore, ObjectUnreadable } from '../../../lib/store/objects.ts'

const KEY = 'documents/o/c/v1/openapi.yaml'

/** Creates a store in a bucket that answers each request with this error, as S3 does. */
const storeAnswering = async (status: number, code: string, message = 'No.') => {
  const { url, close } = await serve(async (request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' })
    const error = `<Code>${code}</Code><Message>${message}</Message><RequestId>1</RequestId><HostId>1</HostId>`
    response.end(request.method === 'HEAD' ? '' : `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${error}</Error>`)
  })
  onTestFinished(close)
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new S3Client({ endpoint: url, region: 'us-east-1', forcePathStyle: true, credentials, maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  return createObjectStore(client, 'b')
}

const kmsDenied =
  'User: arn:aws:sts::000000000000:assumed-role/run-import/x is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext'

test.for([
  { status: 403, code: 'InvalidObjectState', why: 'it is archived (storage class Glacier). Restore', badInput: true },
  { status: 404, code: 'NoSuchVersion', why: 'the uploaded version was deleted. Import', badInput: true },
  { status: 405, code: 'MethodNotAllowed', why: 'the uploaded version was deleted. Import', badInput: true },
  { status: 403, code: 'AccessDenied', why: 'access denied. Allow the role', badInput: false },
  { status: 403, code: 'AccessDenied', message: kmsDenied, why: 'it is encrypted with a KMS key', badInput: true },
  { status: 400, code: 'KMS.DisabledException', why: 'the KMS key that it is encrypted with', badInput: true },
  { status: 400, code: 'KMS.NotFoundException', why: 'the KMS key that it is encrypted with', badInput: true },
  { status: 404, code: 'NoSuchBucket', why: 'the bucket does not exist. Deploy', badInput: false },
])('$code: a document that can not be read has a sentence as its error: $why', async input => {
  const { status, code, message, why, badInput } = input
  const store = await storeAnswering(status, code, message)
  for (const read of [store.read(KEY), store.readStart(KEY, 10)]) {
    const error = await read.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ObjectUnreadable)
    expect(error).toMatchObject({ badInput, message: expect.stringContaining(`Can't read ${KEY}: ${why}`) })
    expect(String(error)).not.toContain('arn:')
  }
})

test('a HEAD request that is denied has the same sentence, although its response has no code', async () => {
  const store = await storeAnswering(403, '')
  await expect(store.newest(KEY)).rejects.toThrow(`Can't read ${KEY}: access denied.`)
})

test('an object of the importer itself is not bad input', async () => {
  const store = await storeAnswering(403, 'InvalidObjectState')
  await expect(store.readJson('imports/imp-1/plan.json.gz')).rejects.toMatchObject({ badInput: false })
})

test('an error that may go away is thrown as it is', async () => {
  const store = await storeAnswering(503, 'SlowDown')
  await expect(store.read(KEY)).rejects.toMatchObject({ name: 'SlowDown' })
})
