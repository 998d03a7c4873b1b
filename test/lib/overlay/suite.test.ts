import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../../lib/document/read-document.ts'
import { DEFAULT_LIMITS } from '../../../lib/openapi/parse/limits.ts'

/** The cases of the Overlay Specification, where they are next to the project. */
const SUITE = join(import.meta.dirname, '../../../../shared/suites/overlay')

const list = (folder: string): string[] => (existsSync(SUITE) ? readdirSync(join(SUITE, folder)) : [])

/** Reads a document with these overlays. */
const read = (root: Uint8Array, overlays: readonly Uint8Array[] = []) => {
  const files = new Map(overlays.map((overlay, i) => [`${i}.overlay.yaml`, overlay]))
  const found = { names: [...files.keys()], files: new Set<string>(), isChosen: false }
  return readDocument(
    async name => (name === 'openapi.yaml' ? root : files.get(name)),
    'openapi.yaml',
    DEFAULT_LIMITS,
    {
      findOverlays: async () => found,
    },
  )
}

describe.skipIf(!existsSync(SUITE))('compliant sets', () => {
  const sets = list('compliant-sets').filter(name => !name.endsWith('.md'))
  test('there are sets', () => expect(sets.length).toBeGreaterThan(5))
  test.each(sets)('%s', async name => {
    const fileOf = (file: string): Uint8Array => readFileSync(join(SUITE, 'compliant-sets', name, file))
    const made = await read(fileOf('openapi.yaml'), [fileOf('overlay.yaml')])
    const want = await read(fileOf('output.yaml'))
    if (!made.ok || !want.ok) expect.fail('a document was refused')
    expect(made.document.files).toEqual(want.document.files)
  })
})

describe.skipIf(!existsSync(SUITE))('schema tests', () => {
  const cases = ['v1.0', 'v1.1'].flatMap(version =>
    ['pass', 'fail'].flatMap(kind => list(`tests/${version}/${kind}`).map(file => [version, kind, file] as const)),
  )
  const ROOT = Buffer.from('{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/foo":{},"/bar":{}}}')
  test.each(cases)('%s %s %s', async (version, kind, file) => {
    const result = await read(ROOT, [readFileSync(join(SUITE, 'tests', version, kind, file))])
    expect(result.ok).toBe(kind === 'pass')
    if (!result.ok) expect(result.problem.message).toMatch(/^Invalid overlay, 0\.overlay\.yaml#\S*: .+\.$/)
  })
})
