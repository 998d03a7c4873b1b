import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openDocument } from '../../../../../infra/local/cli/files/document-file.ts'
import { createWeb } from '../../../../../lib/http/web.ts'
import { DEFAULT_LIMITS } from '../../../../../lib/openapi/parse/limits.ts'
import { startServer } from '../../../../lib/connect/support/server.ts'
import { pets } from '../../importer/documents.ts'
import { useFolder } from '../support.ts'

const within = useFolder()
const DOCUMENT = JSON.stringify(pets(1))
const LIMITS = { ...DEFAULT_LIMITS, bytes: 10_000 }

/** Opens a URL of a local server, which a real client refuses. */
const openUrl = async (path: string, body: string | Uint8Array) => {
  const server = await startServer((_, response) => response.end(body))
  const createClient = (maxBytes: number) =>
    createWeb({ isAllowedHost: () => true, maxBytes, protocols: ['http:'], isAllowedAddress: () => true })
  return openDocument(server.origin + path, LIMITS, { createClient })
}

const stdinOf = (...chunks: string[]) => ({ stdin: Readable.from(chunks.map(chunk => Buffer.from(chunk))) })

test('a URL is fetched, and its file name is that of the document', async () => {
  const { root, shown, options, document } = await openUrl('/specs/pets.json.gz?key=secret', gzipSync(DOCUMENT))
  expect(shown).toMatch(/^http:\/\/127[^?]*\/specs\/pets\.json\.gz$/)
  expect({ root, options }).toEqual({ root: 'pets.json.gz', options: {} })
  expect([...document.sources.keys()]).toEqual(['pets.json.gz'])
})

test.each([
  ['/x.json?key=secret', 'x'.repeat(10_001), /^Can't fetch http:\/\/[^ ]*\/x\.json: it is larger than 10000 bytes\.$/],
  ['/x.txt?key=secret', 'Dear reader', /^http:\/\/127[^ ]*\/x\.txt: This is not an OpenAPI document/],
])('the URL %s is refused without its query', async (path, body, message) => {
  await expect(openUrl(path, body)).rejects.toThrow(message)
})

test.each([
  [
    'http://example.com/x.json',
    /^Can't fetch http:\/\/example\.com\/x\.json: http:\/\/ is not supported, only https\.$/,
  ],
  ['https://127.0.0.1/x.json', /^Can't fetch https:\/\/127\.0\.0\.1\/x\.json: 127\.0\.0\.1 is a private address\.$/],
  ['https://u:p@example.com/x', /^Can't fetch https:\/\/example\.com\/x: URLs with credentials are not supported\.$/],
  ['https://[', /^Can't fetch the URL: it is not a URL\.$/],
])('%s is refused', async (url, message) => {
  await expect(openDocument(url, LIMITS)).rejects.toThrow(message)
})

test('an empty name is refused', async () => {
  await expect(openDocument('', LIMITS)).rejects.toThrow('The name of the file is empty.')
})

test('a pipe and a device are read to their end or the limit', async () => {
  const pipe = within('pipe')
  execFileSync('mkfifo', [pipe])
  const [opened] = await Promise.all([openDocument(pipe, LIMITS), writeFile(pipe, DOCUMENT)])
  expect(opened).toMatchObject({ root: 'openapi', shown: pipe })
  await expect(openDocument('/dev/zero', LIMITS)).rejects.toThrow(
    'The document on /dev/zero has more than 10000 bytes (MAX_DOCUMENT_BYTES).',
  )
})

test('a document is read from stdin', async () => {
  const half = DOCUMENT.length / 2
  const opened = await openDocument('-', LIMITS, stdinOf(DOCUMENT.slice(0, half), DOCUMENT.slice(half)))
  expect(opened).toMatchObject({ root: 'openapi', shown: 'stdin' })
  expect(opened.document.specification).toBe('3.1.0')
  await expect(openDocument('-', LIMITS, stdinOf('{'))).rejects.toThrow(/^stdin: The file is not valid JSON/)
  await expect(openDocument('-', LIMITS, stdinOf('x'.repeat(9_000), 'x'.repeat(9_000)))).rejects.toThrow(
    'The document on stdin has more than 10000 bytes (MAX_DOCUMENT_BYTES).',
  )
})

test.each<[string, string | undefined, unknown]>([
  ['none', undefined, {}],
  ['some', '{"includeTag":["a"],"scheduled":false}', { includeTag: ['a'], scheduled: false }],
  [
    'unknown',
    '{"inclueTag":["a"]}',
    /unknown.import\.json is invalid: "inclueTag" is not a known property\. Correct it/,
  ],
  ['wrong', '{"removed":"all"}', /import\.json is invalid: "removed" must be "keep" or "delete" or /],
  ['text', 'dry run', /import\.json is invalid: it is not valid JSON\./],
  ['array', '[]', /import\.json is invalid: it must be a JSON object, got an array\./],
  ['large', `{"includeTag":["${'x'.repeat(70_000)}"]}`, /import\.json is larger than 65536 bytes\.$/],
])('import.json next to the document: %s', async (name, content, want) => {
  await mkdir(within(name))
  await writeFile(within(`${name}/pets.json`), DOCUMENT)
  if (content !== undefined) await writeFile(within(`${name}/import.json`), content)
  const opened = openDocument(within(`${name}/pets.json`), LIMITS)
  if (want instanceof RegExp) return expect(opened).rejects.toThrow(want)
  expect((await opened).options).toEqual(want)
  expect((await opened).optionsFile).toBe(content === undefined ? undefined : within(`${name}/import.json`))
})
