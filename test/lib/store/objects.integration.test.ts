import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, onTestFinished, test } from 'vitest'
import { createObjectStore, ObjectTooLarge } from '../../../lib/store/objects.ts'
import { BUCKET, local, useBucket } from './support.ts'

const client = useBucket()
const store = () => createObjectStore(client(), BUCKET)

test('an object is read as it was written', async () => {
  const bytes = new Uint8Array([0, 255, 10, 13])
  await store().write('a/bytes', bytes, 'application/octet-stream')
  expect(new Uint8Array((await store().read('a/bytes')) ?? [])).toEqual(bytes)
})

test('a JSON value is read as it was written', async () => {
  const value = { name: 'ünïcode', list: [1, null, { deep: true }] }
  await store().writeJson('value.json.gz', value)
  expect(await store().readJson('value.json.gz')).toEqual(value)
})

test('a missing object is undefined', async () => {
  expect(await store().read('gone')).toBeUndefined()
  expect(await store().readJson('gone')).toBeUndefined()
  expect(await store().newest('gone')).toBeUndefined()
})

test('other errors are thrown, such as a missing bucket', async () => {
  await expect(createObjectStore(client(), 'no-such-bucket').read('gone')).rejects.toThrow(/bucket/i)
})

test('an object over the limit is refused before it is fetched', async () => {
  await store().write('large', 'x'.repeat(11), 'text/plain')
  expect(await store().read('large', { maxBytes: 11 })).toHaveLength(11)
  const refused = store().read('large', { maxBytes: 10 })
  await expect(refused).rejects.toBeInstanceOf(ObjectTooLarge)
  await expect(refused).rejects.toThrow('large has 11 bytes, more than the limit of 10 (MAX_DOCUMENT_BYTES)')
})

test('several megabytes are uploaded in parts', async () => {
  const bytes = Buffer.alloc(12 * 1024 * 1024, 'x')
  await store().write('parts', bytes, 'text/plain')
  expect((await store().read('parts'))?.length).toBe(bytes.length)
})

test.each([
  ['none', 1, 0, undefined],
  ['less than a part', 1, 1, undefined],
  ['a little less than a part', 1024 * 1024 - 1, 8, undefined],
  ['exactly a part', 1024 * 1024, 8, 1],
  ['a little more than a part', 1024 * 1024 + 1, 8, 2],
  ['many parts', 700_001, 50, 5],
  ['a piece of several parts', 11 * 1024 * 1024, 2, 3],
])('an object is written from pieces: %s', async (name, length, count, parts) => {
  const pieces = Array.from({ length: count }, (_, i) => String.fromCharCode(97 + (i % 26)).repeat(length))
  await store().write(`pieces/${name}`, pieces.values(), 'text/plain')
  const written = Buffer.from((await store().read(`pieces/${name}`)) ?? [])
  expect(written.equals(Buffer.from(pieces.join('')))).toBe(true)
  // The ETag of an object in parts ends with their number.
  const [, number] = (await store().newest(`pieces/${name}`))?.etag.split('-') ?? []
  expect(number && Number(number)).toBe(parts)
})

test.each([
  ['the first pieces', 1],
  ['later pieces', 26],
])('an error while %s are made leaves no object', async (name, length) => {
  const key = `broken/${name}`
  function* pieces(): Generator<string> {
    yield 'x'.repeat(length * 1024 * 1024)
    throw new Error('The text can not be made.')
  }
  await expect(store().write(key, pieces(), 'text/plain')).rejects.toThrow('The text can not be made.')
  await expect(store().writeOnce(key, pieces(), 'text/plain')).rejects.toThrow('The text can not be made.')
  expect(await store().read(key)).toBeUndefined()
  expect(await store().writeOnce(key, 'whole', 'text/plain')).toBe(true)
})

test('a value that can not be written as JSON leaves no object', async () => {
  const toJSON = (): never => {
    throw new Error('There is no JSON.')
  }
  await expect(store().writeJson('broken.json.gz', { a: 1, b: { toJSON } })).rejects.toThrow('There is no JSON.')
  expect(await store().read('broken.json.gz')).toBeUndefined()
})

test.each([
  ['whole', 10],
  ['in parts', 9 * 1024 * 1024],
])('an object that is written %s has its content type and metadata', async (name, size) => {
  const key = `described/${name}`
  await store().write(key, 'x'.repeat(size), 'text/x-pets', { url: 'pets' })
  const head = await client().send(new HeadObjectCommand({ Bucket: BUCKET, Key: key }))
  expect(head).toMatchObject({ ContentLength: size, ContentType: 'text/x-pets', Metadata: { url: 'pets' } })
  expect(await store().newest(key)).toMatchObject({ metadata: { url: 'pets' } })
})

test('the newest upload of a key is identified by its ETag', async () => {
  await store().write('again', 'first', 'text/plain')
  await store().write('again', 'second', 'text/plain')
  expect(await store().newest('again')).toEqual({ etag: createHash('md5').update('second').digest('hex') })
})

test('the start of an object is read', async () => {
  await store().write('start', 'abcdef', 'text/plain')
  await store().write('nothing', new Uint8Array(), 'text/plain')
  const start = async (key: string, bytes: number) => {
    const found = await store().readStart(key, bytes)
    return found && Buffer.from(found).toString()
  }
  expect(await start('start', 3)).toBe('abc')
  expect(await start('start', 100)).toBe('abcdef')
  expect(await start('nothing', 3)).toBe('')
  expect(await start('gone', 3)).toBeUndefined()
})

test('a listing has each key with the time of its newest upload', async () => {
  for (const key of ['listed/b', 'listed/a', 'other']) await store().write(key, key, 'text/plain')
  const entries = []
  for await (const entry of store().entries('listed/')) entries.push(entry)
  expect(entries.map(({ key }) => key)).toEqual(['listed/a', 'listed/b'])
  for (const { modifiedAt } of entries) expect(Math.abs(Date.now() - modifiedAt)).toBeLessThan(3_600_000)
})

test('the size of a string is counted in bytes: several megabytes are uploaded in parts', async () => {
  const text = '漢'.repeat(4 * 1024 * 1024)
  await store().write('text', text, 'text/plain')
  expect((await store().read('text'))?.length).toBe(Buffer.byteLength(text))
})

test('the connection of a refused object is closed', async () => {
  const { origin, open } = await startDripping()
  const s3 = new S3Client({ ...local, endpoint: origin, forcePathStyle: true })
  onTestFinished(() => s3.destroy())
  await expect(createObjectStore(s3, BUCKET).read('large', { maxBytes: 10 })).rejects.toBeInstanceOf(ObjectTooLarge)
  await expect.poll(open).toBe(0)
})

test.each([
  ['small', 10],
  ['of several parts', 9 * 1024 * 1024],
])('an object that exists is not overwritten by a write once: %s', async (name, size) => {
  const key = `once/${name}`
  const once = (letter: string) => store().writeOnce(key, letter.repeat(size), 'text/plain')
  const written = await Promise.all([once('a'), once('b'), once('c')])
  expect(written.filter(Boolean)).toHaveLength(1)
  const winner = ['a', 'b', 'c'][written.indexOf(true)] ?? ''
  expect(await once('d')).toBe(false)
  expect(Buffer.from((await store().read(key)) ?? []).toString()).toBe(winner.repeat(size))
})

/** Starts an S3 that sends the headers of a large object, but never its whole body. */
const startDripping = async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-length': 1_000_000 })
    response.write('x')
  })
  let open = 0
  server.on('connection', socket => {
    open += 1
    socket.on('close', () => {
      open -= 1
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, open: () => open }
}
