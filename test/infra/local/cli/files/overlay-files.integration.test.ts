import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { openDocument } from '../../../../../infra/local/cli/files/document-file.ts'
import { nameOverlays } from '../../../../../infra/local/cli/files/overlay-files.ts'
import { DEFAULT_LIMITS } from '../../../../../lib/openapi/parse/limits.ts'
import { pets } from '../../importer/documents.ts'
import { useFolder } from '../support.ts'

const within = useFolder()

const overlayOf = (tag: string): string =>
  JSON.stringify({
    overlay: '1.1.0',
    info: { title: tag, version: '1' },
    actions: [{ target: '$', update: { tags: [tag] } }],
  })

/** Writes a folder with a document and two overlays of their names, and an overlay outside of it. */
const setUp = async (name: string, files: Readonly<Record<string, string>> = {}) => {
  const folder = within(`${name}/api`)
  await mkdir(folder, { recursive: true })
  const all = {
    'api/pets.json': JSON.stringify({ ...pets(1), tags: [] }),
    'api/overlay.json': overlayOf('found'),
    'api/z.overlay.yaml': overlayOf('also found'),
    'api/fixes.json': overlayOf('fixes'),
    'other.json': overlayOf('other'),
    ...files,
  }
  for (const [file, text] of Object.entries(all)) await writeFile(within(`${name}/${file}`), text)
  return (...overlays: string[]) => openDocument(join(folder, 'pets.json'), DEFAULT_LIMITS, { overlays })
}

test.each<[string, string[], Readonly<Record<string, string>>, unknown[], string[] | undefined]>([
  ['the folder', [], {}, ['found', 'also found'], undefined],
  ['the options', [], { 'api/import.json': '{"overlays":["fixes.json"]}' }, ['fixes'], ['fixes.json']],
  ['no overlay', [], { 'api/import.json': '{"overlays":[]}' }, [], []],
  [
    'the command line',
    ['other.json', 'api/fixes.json'],
    { 'api/import.json': '{"overlays":["overlay.json"]}' },
    ['other', 'fixes'],
    ['overlays/other.json', 'fixes.json'],
  ],
])('overlays of %s', async (name, files, more, tags, option) => {
  const open = await setUp(name, more)
  const { document, options } = await open(...files.map(file => within(`${name}/${file}`)))
  expect(document.files.get('')).toMatchObject({ tags })
  expect(options.overlays).toEqual(option)
  // All overlays are uploaded with the document.
  const names = option ?? ['overlay.json', 'z.overlay.yaml']
  expect([...document.sources.keys()]).toEqual(['pets.json', ...names])
})

test('an overlay can be applied to a document from stdin', async () => {
  await setUp('stdin')
  const stdin = Readable.from([Buffer.from(JSON.stringify(pets(1)))])
  const opened = await openDocument('-', DEFAULT_LIMITS, { stdin, overlays: [within('stdin/other.json')] })
  expect(opened.document.files.get('')).toMatchObject({ tags: ['other'] })
  expect(opened.options).toEqual({ overlays: ['overlays/other.json'] })
})

test('a missing overlay is refused', async () => {
  const open = await setUp('missing')
  await expect(open(within('missing/none.yaml'))).rejects.toThrow(/^File not found: .*none\.yaml\.$/)
})

test('an invalid overlay is refused with its location', async () => {
  const open = await setUp('invalid', { 'api/z.overlay.yaml': '{"overlay":"1.1.0"}' })
  await expect(open()).rejects.toThrow(/pets\.json: Invalid overlay, z\.overlay\.yaml#: info is required\.$/)
})

test.each([
  [['a.yaml', './a.yaml'], /^--overlay \.\/a\.yaml is given twice\.$/],
  [['../a.yaml', '../../a.yaml'], /^Two overlays outside the document's folder have the name a\.yaml; rename one\.$/],
])('the overlays %j are refused', (files, message) => {
  expect(() => nameOverlays(files, process.cwd())).toThrow(message)
})
