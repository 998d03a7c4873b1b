import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, onTestFinished, test } from 'vitest'
import { startStorage } from '../../../../infra/local/aws/storage.ts'
import { createObjectStore } from '../../../../lib/store/objects.ts'
import { clientOptions, forThisTest, temporaryDirectory } from './support.ts'

const Bucket = 'imports'

function s3(url: string) {
  const client = new S3Client({ ...clientOptions(url), forcePathStyle: true })
  onTestFinished(() => client.destroy())
  return client
}

test('an object of 12 MiB is uploaded in parts, and exists after a restart', async () => {
  const directory = await temporaryDirectory()
  const first = await startStorage(directory, Bucket)
  const Body = Buffer.alloc(12 * 1024 * 1024, 'openapi ')
  const store = createObjectStore(s3(first.url), Bucket)
  await store.write('documents/o/c/v/large.yaml', Body, 'application/yaml')
  const uploaded = await store.newest('documents/o/c/v/large.yaml')
  expect(uploaded?.etag).toMatch(/-2$/)
  await first.close()

  const second = await forThisTest(startStorage(directory, Bucket))
  const client = s3(second.url)
  const object = await client.send(new GetObjectCommand({ Bucket, Key: 'documents/o/c/v/large.yaml' }))
  expect(object.ETag).toBe(`"${uploaded?.etag}"`)
  const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array()
  expect(Body.equals(bytes)).toBe(true)
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'documents/o/' }))
  expect(Contents?.map(({ Key }) => Key)).toEqual(['documents/o/c/v/large.yaml'])
})

test('a missing object is NoSuchKey, a small one is a single PUT', async () => {
  const storage = await forThisTest(startStorage(await temporaryDirectory(), Bucket))
  const client = s3(storage.url)
  const get = () => client.send(new GetObjectCommand({ Bucket, Key: 'a b+ü.json' }))
  await expect(get()).rejects.toMatchObject({ name: 'NoSuchKey' })
  await client.send(new PutObjectCommand({ Bucket, Key: 'a b+ü.json', Body: '{}' }))
  expect(await (await get()).Body?.transformToString()).toBe('{}')
})

test('the server listens only on the loopback interface', async () => {
  const storage = await forThisTest(startStorage(await temporaryDirectory(), Bucket))
  const { hostname, port } = new URL(storage.url)
  expect(hostname).toBe('127.0.0.1')
  const outside = Object.values(networkInterfaces())
    .flatMap(it => it ?? [])
    .filter(it => !it.internal && it.family === 'IPv4')
  // 127.0.0.2 is this machine too, but not the address that it listens on.
  for (const host of ['127.0.0.2', ...outside.map(it => it.address)])
    expect(await connects(host, Number(port))).toBe(false)
})

const connects = (host: string, port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ host, port, timeout: 500 }, () => answer(true))
    const answer = (connected: boolean) => {
      socket.destroy()
      resolve(connected)
    }
    socket.on('error', () => answer(false)).on('timeout', () => answer(false))
  })
