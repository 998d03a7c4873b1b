import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { ReadFile } from '../../../lib/document/file-content.ts'
import { readDocument } from '../../../lib/document/read-document.ts'
import { DEFAULT_LIMITS, type Limits } from '../../../lib/openapi/parse/limits.ts'

const bytes = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

/** Reads a document whose files are given; tells as well which files were asked for. */
const read = async (files: Record<string, Uint8Array>, limits: Partial<Limits> = {}, root = 'api.json') => {
  const asked: string[] = []
  const readFile = async (name: string) => {
    asked.push(name)
    return files[name]
  }
  return { result: await readDocument(readFile, root, { ...DEFAULT_LIMITS, ...limits }), asked }
}

const refer = (...references: string[]) => ({
  openapi: '3.0.3',
  info: { title: 't', version: '1' },
  paths: Object.fromEntries(references.map((reference, i) => [`/${i}`, { $ref: reference }])),
})

test('a document of one file', async () => {
  const root = bytes(refer())
  const { result, asked } = await read({ 'api.json': root })
  expect(asked).toEqual(['api.json'])
  expect(result).toMatchObject({
    ok: true,
    document: { bytes: root.length, format: 'json', specification: '3.0.3', rootFile: '', problems: [] },
  })
})

test('every file is read once, however many refer to it, and from where', async () => {
  const { result, asked } = await read({
    'api.json': bytes(refer('paths/a.json', './paths/b.json#/get')),
    'paths/a.json': bytes({ x: { $ref: '../shared.yaml#/Pet' }, y: { $ref: 'b.json' } }),
    'paths/b.json': bytes({ get: { $ref: '../shared.yaml' }, up: { $ref: '../api.json' } }),
    'shared.yaml': bytes('Pet: {type: object}'),
  })
  expect(asked.toSorted()).toEqual(['api.json', 'paths/a.json', 'paths/b.json', 'shared.yaml'])
  if (!result.ok) throw new Error(result.problem.message)
  expect([...result.document.files.keys()]).toEqual(['api.json', 'paths/a.json', 'paths/b.json', 'shared.yaml'])
  expect([...result.document.sources.keys()].toSorted()).toEqual(asked.toSorted())
  expect(result.document.rootFile).toBe('api.json')
})

test('a file may have more problems than a call has room for arguments', async () => {
  const { result } = await read({ 'api.json': bytes(refer('b.yaml')), 'b.yaml': bytes('get: {}\n'.repeat(150_000)) })
  if (!result.ok) throw new Error(result.problem.message)
  expect(result.document.problems).toHaveLength(149_999)
})

test('nothing outside the folder is asked for', async () => {
  const { result, asked } = await read({ 'api.json': bytes(refer('../secret.json', '/etc/passwd', 'a/../../b.json')) })
  expect(asked).toEqual(['api.json'])
  expect(result.ok).toBe(true)
})

test('a file that may not be read is told with the reason, and the rest is read', async () => {
  const readFile: ReadFile = async name => {
    if (name === 'api.json') return bytes(refer('denied.json', 'good.json'))
    return name === 'good.json' ? bytes({ get: {} }) : { failed: 'it is too large.' }
  }
  const result = await readDocument(readFile, 'api.json', DEFAULT_LIMITS)
  if (!result.ok) throw new Error(result.problem.message)
  expect(result.document.problems).toMatchObject([
    {
      severity: 'error',
      code: 'file-unreadable',
      pointer: 'denied.json#',
      message: expect.stringContaining('too large'),
    },
  ])
  expect(result.document.files.has('good.json')).toBe(true)
})

test('a file that is not there is left to the references that lead to it', async () => {
  const { result, asked } = await read({ 'api.json': bytes(refer('gone.json')) })
  expect(asked).toEqual(['api.json', 'gone.json'])
  expect(result).toMatchObject({ ok: true, document: { problems: [] } })
})

test('a file that is broken is told with its name, and the rest is read', async () => {
  const { result } = await read({
    'api.json': bytes(refer('broken.json', 'good.json')),
    'broken.json': bytes('{"a": {\n ]'),
    'good.json': bytes({ get: {} }),
  })
  if (!result.ok) throw new Error(result.problem.message)
  expect(result.document.problems).toMatchObject([
    {
      severity: 'error',
      code: 'not-json',
      pointer: 'broken.json#',
      message: expect.stringContaining('line 2, column 2'),
    },
  ])
  expect(result.document.files.has('good.json')).toBe(true)
  // Who reads it again, from its sources, has to find the same.
  expect([...result.document.sources.keys()].toSorted()).toEqual(['api.json', 'broken.json', 'good.json'])
})

test('a file that can not be read is asked for once and told once, however many files refer to it', async () => {
  const { result, asked } = await read({
    'api.json': bytes(refer('broken.json', 'a.json')),
    'a.json': bytes({ get: { $ref: 'b.json' } }),
    'b.json': bytes({ x: { $ref: 'broken.json' }, y: { $ref: 'gone.json' }, z: { $ref: 'c.json' } }),
    'c.json': bytes({ x: { $ref: 'broken.json' }, y: { $ref: 'gone.json' } }),
    'broken.json': bytes('{"a": {\n ]'),
  })
  expect(asked.toSorted()).toEqual(['a.json', 'api.json', 'b.json', 'broken.json', 'c.json', 'gone.json'])
  if (!result.ok) throw new Error(result.problem.message)
  expect(result.document.problems).toMatchObject([{ code: 'not-json', pointer: 'broken.json#' }])
  expect([...(result.document.facts.unread?.keys() ?? [])]).toEqual(['broken.json'])
})

test('what stands in an extension is read as soon as somebody refers to it', async () => {
  const { asked } = await read({
    'api.json': bytes({ ...refer('a.json', 'parts.json#/x-parts/a'), 'x-root': { b: { $ref: 'e.json' } } }),
    'a.json': bytes({ x: { $ref: 'b.json' } }),
    'b.json': bytes({ x: { $ref: 'parts.json#/x-parts/b' }, y: { $ref: 'api.json#/x-root/b' } }),
    'parts.json': bytes({
      'x-parts': { a: { $ref: 'c.json' }, b: { $ref: 'd.json' } },
    }),
  })
  expect(asked).toEqual(['api.json', 'a.json', 'parts.json', 'b.json', 'c.json', 'd.json', 'e.json'])
})

test('a name with a colon is one of the folder, unless it is a URL', async () => {
  const files = { 'a:b.json': bytes(refer('./c:d.json', 'x/e.json')), 'c:d.json': bytes({ x: { $ref: './a:b.json' } }) }
  const { result, asked } = await read({ ...files, 'x/e.json': bytes({ x: { $ref: '../c:d.json' } }) }, {}, 'a:b.json')
  expect(asked).toEqual(['a:b.json', 'c:d.json', 'x/e.json'])
  if (!result.ok) throw new Error(result.problem.message)
  expect(result.document.rootFile).toBe('./a:b.json')
  expect([...result.document.sources.keys()]).toEqual(asked)
})

test('nobody is asked for URLs that the document has itself', async () => {
  const asked: string[] = []
  const document = {
    ...refer('https://x.example/api.json', 'https://x.example/pet', 'https://x.example/other'),
    openapi: '3.2.0',
    $self: 'https://x.example/api.json',
    components: { schemas: { Pet: { $id: 'https://x.example/pet' } } },
  }
  const readUrl: ReadFile = async url => {
    asked.push(url)
    return { failed: 'the host is not allowed.' }
  }
  const result = await readDocument(async () => bytes(document), 'api.json', DEFAULT_LIMITS, { fetchUrl: readUrl })
  expect(asked).toEqual(['https://x.example/other'])
  expect(result.ok).toBe(true)
})

test('what was no use is not asked for again by files that are found later', async () => {
  const { result, asked } = await read({
    'api.json': bytes(refer('a.json', 'broken.json', 'gone.json')),
    'a.json': bytes({ x: { $ref: 'b.json' } }),
    'b.json': bytes({ x: { $ref: 'broken.json' }, y: { $ref: 'gone.json' }, z: { $ref: 'api.json' } }),
    'broken.json': bytes('{'),
  })
  expect(asked).toEqual(['api.json', 'a.json', 'broken.json', 'gone.json', 'b.json'])
  expect(result).toMatchObject({ ok: true, document: { problems: [{ code: 'not-json', pointer: 'broken.json#' }] } })
})

test('gzip is told by content, for the root and for every other file', async () => {
  const { result } = await read({
    'api.json': gzipSync(bytes(refer('other.json'))),
    'other.json': gzipSync(bytes({ get: {} })),
  })
  if (!result.ok) throw new Error(result.problem.message)
  expect(result.document.files.get('other.json')).toEqual({ get: {} })
})

test('no more files are fetched once there are too many bytes', async () => {
  const names = Array.from({ length: 100 }, (_, i) => `${i}.json`)
  const files = Object.fromEntries(names.map(name => [name, bytes('x'.repeat(1000))]))
  const { result, asked } = await read({ ...files, 'api.json': bytes(refer(...names)) }, { totalBytes: 10_000 })
  expect(result).toMatchObject({ ok: false, problem: { code: 'too-many-files' } })
  expect(asked.length).toBeLessThan(20)
})

const MEGABYTE = 1024 * 1024
const refused: [string, Record<string, Uint8Array>, Partial<Limits>, string, RegExp][] = [
  ['no root', {}, {}, 'no-file', /^File "api\.json" not found/],
  ['an empty root', { 'api.json': bytes('') }, {}, 'empty', /empty/],
  ['no OpenAPI', { 'api.json': bytes({ a: 1 }) }, {}, 'not-openapi', /neither "openapi" nor "swagger"/],
  ['damaged gzip', { 'api.json': Buffer.from([0x1f, 0x8b, 8, 1, 2]) }, {}, 'not-gzip', /gzip file is damaged/],
  [
    'a gzip bomb',
    { 'api.json': gzipSync(Buffer.alloc(32 * MEGABYTE, ' ')) },
    { bytes: MEGABYTE },
    'too-large',
    /more than 1048576 bytes after decompression \(MAX_DOCUMENT_BYTES\)/,
  ],
  ['too many bytes', { 'api.json': bytes(refer()) }, { bytes: 10 }, 'too-large', /limit is 10 \(MAX_DOCUMENT_BYTES\)/],
  [
    'too many files',
    { 'api.json': bytes(refer('a.json', 'b.json')), 'a.json': bytes({}), 'b.json': bytes({}) },
    { files: 2 },
    'too-many-files',
    /more than 2 files/,
  ],
  [
    'too many bytes in all files together',
    { 'api.json': bytes(refer('a.json')), 'a.json': bytes(`{"a":"${'x'.repeat(1000)}"}`) },
    { totalBytes: 1000 },
    'too-many-files',
    /1000 bytes in total/,
  ],
  [
    'gzip files that unpack to too many bytes together',
    { 'api.json': bytes(refer('a.json')), 'a.json': gzipSync(bytes(`{"a":"${'x'.repeat(1000)}"}`)) },
    { totalBytes: 1000 },
    'too-many-files',
    /1000 bytes in total/,
  ],
]

test.each(refused)('refused: %s', async (_, files, limits, code, message) => {
  const { result } = await read(files, limits)
  expect(result).toMatchObject({ ok: false, problem: { code, message: expect.stringMatching(message) } })
})

test('a chain of files is followed no further than the limit', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`f${i}.json`, bytes({ next: { $ref: `f${i + 1}.json` } })]),
  )
  const { result, asked } = await read({ ...files, 'api.json': bytes(refer('f0.json')) }, { files: 10 })
  expect(result).toMatchObject({ ok: false, problem: { code: 'too-many-files' } })
  expect(asked.length).toBeLessThanOrEqual(10)
})
