import { S3Client } from '@aws-sdk/client-s3'
import { expect, onTestFinished, test } from 'vitest'
import { startStorage } from '../../../../infra/local/aws/storage.ts'
import { createObjectStore } from '../../../../lib/store/objects.ts'
import { createPresigner } from '../../../../lib/store/presigner.ts'
import { clientOptions, forThisTest, temporaryDirectory } from './support.ts'

const BUCKET = 'imports'
const FILE = '{"openapi":"3.1.0"}'

type Changes = { readonly fields?: Record<string, string>; readonly file?: string }

/** Sends a form that was made for FILE, with changes. @returns status, code, and whether the file is there */
const upload = async ({ fields: changed = {}, file = FILE }: Changes) => {
  const storage = await forThisTest(startStorage(await temporaryDirectory(), BUCKET))
  const client = new S3Client({ ...clientOptions(storage.url), forcePathStyle: true })
  onTestFinished(() => client.destroy())
  const key = 'documents/o/c/v/api.json'
  const wanted = { key, size: FILE.length, contentType: 'application/json' }
  const { url, fields } = await createPresigner(client, BUCKET, Date.now).upload(wanted)
  const form = new FormData()
  for (const [name, value] of Object.entries({ ...fields, ...changed })) form.append(name, value)
  form.append('file', new Blob([file]), 'api.json')
  const answer = await fetch(url, { method: 'POST', body: form })
  const code = /<Code>(\w+)</.exec(await answer.text())?.[1]
  const listed: string[] = []
  for await (const listedKey of createObjectStore(client, BUCKET).list('')) listed.push(listedKey)
  return { status: answer.status, code, listed }
}

test('a file that matches the policy is accepted', async () => {
  expect(await upload({})).toEqual({ status: 204, code: undefined, listed: ['documents/o/c/v/api.json'] })
})

const expired = Buffer.from(JSON.stringify({ expiration: '2020-01-01T00:00:00Z', conditions: [] })).toString('base64')

test.for<{ what: string; changes: Changes; status: number; code: string }>([
  { what: 'a smaller file', changes: { file: '{}' }, status: 400, code: 'EntityTooSmall' },
  { what: 'a larger file', changes: { file: `${FILE} ` }, status: 400, code: 'EntityTooLarge' },
  { what: 'another key', changes: { fields: { key: 'documents/o/d/v/api.json' } }, status: 403, code: 'AccessDenied' },
  { what: 'another type', changes: { fields: { 'Content-Type': 'text/html' } }, status: 403, code: 'AccessDenied' },
  { what: 'a form of yesterday', changes: { fields: { Policy: expired } }, status: 403, code: 'AccessDenied' },
  { what: 'no policy at all', changes: { fields: { Policy: 'e30=' } }, status: 400, code: 'InvalidPolicyDocument' },
])('$what is refused', async ({ changes, status, code }) => {
  expect(await upload(changes)).toEqual({ status, code, listed: [] })
})
