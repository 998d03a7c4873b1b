import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Overlays } from '../../../lib/document/overlays.ts'
import { readDocument } from '../../../lib/document/read-document.ts'
import { DEFAULT_LIMITS, type Limits } from '../../../lib/openapi/parse/limits.ts'
import { sha256 } from '../../../lib/util/hash.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

/** Reads `api.yaml` with overlays of these names. */
const read = async (files: Files, names: readonly string[], limits: Partial<Limits> = {}) => {
  const asked: string[] = []
  const readFile = async (name: string) => {
    asked.push(name)
    const file = files[name]
    return file === undefined ? undefined : Buffer.from(file)
  }
  const overlays: Overlays = { names, files: new Set(Object.keys(files)), isChosen: false }
  const result = await readDocument(
    readFile,
    'api.yaml',
    { ...DEFAULT_LIMITS, ...limits },
    {
      findOverlays: async () => overlays,
    },
  )
  return { result, asked }
}

const readValid = async (files: Files, names: readonly string[]) => {
  const { result, asked } = await read(files, names)
  if (!result.ok) throw new Error(result.problem.message)
  return { ...result.document, root: result.document.files.get(result.document.rootFile), asked }
}

const overlay = (...actions: string[]): string =>
  `overlay: 1.1.0\ninfo: {title: Corrections, version: '1.10'}\nactions:\n${actions.map(action => `  - ${action}\n`).join('')}`

const API = 'openapi: 3.1.0\ninfo: {title: Pets, version: 1.10}\npaths: {}\n'

test('overlays are applied in the order of their names in the list, and listed with their hashes', async () => {
  const files = {
    'api.yaml': API,
    'b.overlay.yaml': overlay('{target: $.tags, update: [b]}'),
    'a.overlay.json': JSON.stringify({
      overlay: '1.0.0',
      info: { title: '', version: '' },
      actions: [{ target: '$', update: { tags: ['a'] } }],
    }),
  }
  const { root, overlays, sources, problems } = await readValid(files, ['a.overlay.json', 'b.overlay.yaml'])
  expect(root).toMatchObject({ tags: ['a', 'b'] })
  expect(overlays).toEqual(
    (['a.overlay.json', 'b.overlay.yaml'] as const).map(file => ({ file, sha256: sha256(Buffer.from(files[file])) })),
  )
  expect([...sources.keys()]).toEqual(['api.yaml', 'a.overlay.json', 'b.overlay.yaml'])
  expect(problems).toEqual([])
  const { problems: other } = await readValid(files, ['b.overlay.yaml', 'a.overlay.json'])
  expect(other).toMatchObject([{ code: 'overlay-no-match', pointer: 'b.overlay.yaml#/actions/0' }])
})

test('no overlay changes nothing', async () => {
  const { overlays, asked, origin } = await readValid({ 'api.yaml': API }, [])
  expect({ overlays, asked }).toEqual({ overlays: [], asked: ['api.yaml'] })
  expect(origin('#/x')).toBe('#/x')
})

test('an overlay can be compressed, and can correct the version and references of a document', async () => {
  const { root, specification, asked, rootFile, origin } = await readValid(
    {
      'api.yaml': 'openapi: 3.0.0\ninfo: {title: Pets, version: 1.10}\npaths: {/a: {$ref: missing.yaml}}\n',
      'overlay.yaml': gzipSync(
        overlay('{target: $.openapi, update: 3.1.1}', '{target: "$.paths[\'/a\']", update: {$ref: a.yaml}}'),
      ),
      'a.yaml': 'get: {}',
    },
    ['overlay.yaml'],
  )
  expect(specification).toBe('3.1.1')
  expect(root).toMatchObject({ paths: { '/a': { $ref: 'a.yaml' } } })
  expect(asked).toEqual(['api.yaml', 'overlay.yaml', 'a.yaml'])
  expect(rootFile).toBe('api.yaml')
  expect(origin('api.yaml#/info/title')).toBe('api.yaml#/info/title')
  expect(origin('api.yaml#/paths/~1a/$ref')).toBe('overlay.yaml#/actions/1/update/$ref')
  expect(origin('a.yaml#/get')).toBe('a.yaml#/get')
})

test('values of YAML are strings where the schema requires strings, also next to values of an overlay', async () => {
  const { root } = await readValid(
    {
      'api.yaml': `${API}components:
  schemas:
    Code: {type: string}
    Item:
      allOf: [{$ref: '#/components/schemas/Code'}]
      default: 1.10
      enum: [1.10, 2.0]
`,
      'overlay.yaml': overlay(
        '{target: $.components.schemas.Item, update: {description: An item., enum: [3]}}',
        '{target: $.info, update: {version: 2.0}}',
      ),
    },
    ['overlay.yaml'],
  )
  expect(root).toMatchObject({
    info: { version: '2.0' },
    components: { schemas: { Item: { description: 'An item.', default: '1.10', enum: ['1.10', '2.0', '3'] } } },
  })
})

test.each<[string, Files, Partial<Limits>, object]>([
  ['a missing file', {}, {}, { code: 'overlay-missing', message: /^Overlay "o\.yaml" not found\./ }],
  [
    'a syntax error',
    { 'o.yaml': '{' },
    {},
    { code: 'overlay-invalid', message: /^Can't parse the overlay "o\.yaml": The file is not valid JSON/ },
  ],
  ['an empty file', { 'o.yaml': '' }, {}, { code: 'overlay-invalid', message: /^Can't parse the overlay "o\.yaml": / }],
  [
    'a title that is a number',
    { 'o.yaml': overlay('{target: $}').replace('Corrections', '100') },
    {},
    { code: 'overlay-invalid', pointer: 'o.yaml#/info/title' },
  ],
  ['a damaged gzip file', { 'o.yaml': Uint8Array.of(0x1f, 0x8b, 8) }, {}, { code: 'overlay-invalid', message: /gzip/ }],
  [
    'too many values',
    { 'o.yaml': overlay(`{target: $, update: {x: [${'1,'.repeat(1_000)}]}}`) },
    { nodes: 500 },
    { code: 'overlay-invalid', message: /more than 500 values/ },
  ],
  [
    'another version of OpenAPI',
    { 'o.yaml': overlay("{target: $.openapi, update: '4.0.0'}") },
    {},
    { code: 'unsupported-version' },
  ],
])('%s ends the import', async (_, files, limits, want) => {
  const { result } = await read({ 'api.yaml': API, ...files }, ['o.yaml'], limits)
  if (result.ok) expect.fail('the document was read')
  const { code, pointer, message } = want as { code: string; pointer?: string; message?: RegExp }
  expect(result.problem.code).toBe(code)
  if (pointer !== undefined) expect(result.problem.pointer).toBe(pointer)
  if (message !== undefined) expect(result.problem.message).toMatch(message)
  expect(result.sha256).toBe(sha256(Buffer.from(API)))
})

test('too many overlays end the import', async () => {
  const names = Array.from({ length: 101 }, (_, i) => `${i}.overlay.yaml`)
  const { result } = await read({ 'api.yaml': API }, names)
  expect(result).toMatchObject({ ok: false, problem: { code: 'overlay-limit' } })
})

test('a file that is not a document needs no overlays', async () => {
  const { result, asked } = await read({ 'api.yaml': overlay('{target: $}') }, ['o.yaml'])
  expect(result).toMatchObject({ ok: false, problem: { code: 'not-openapi' } })
  expect(asked).toEqual(['api.yaml'])
})

test('the warnings of an overlay have its name', async () => {
  const file = `${overlay('{target: $, update: {x: 1}}')}---\nother: 1\n`
  const { problems, facts } = await readValid({ 'api.yaml': API, 'o.yaml': file }, ['o.yaml'])
  expect(problems).toMatchObject([{ code: 'yaml-documents', pointer: 'o.yaml#' }])
  expect(facts.partlyRead).toBeUndefined()
})
