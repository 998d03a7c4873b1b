import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CATALOGUE } from '../../../lib/diagnostics/catalogue.ts'
import { EXPLANATIONS } from '../../../lib/diagnostics/explanations.ts'
import type { Explanation } from '../../../lib/diagnostics/kind.ts'
import { diagnosticCodes } from '../../support/diagnostic-codes.ts'

const ROOT = join(import.meta.dirname, '../../..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const kinds = CATALOGUE.flatMap(({ kinds }): readonly { code: string; meaning: string; remedy: string }[] => kinds)
const codes = kinds.map(({ code }) => code)
const explained = Object.keys(EXPLANATIONS)
// Elsewhere a code is something else: of a response of the platform, or of the project's own API.
const rooms = globSync('lib/{openapi,document,conversion,reconcile,import}/**/*.ts', { cwd: ROOT })
const emitted = rooms.flatMap(path => diagnosticCodes(read(path)))

test('every code is defined once', () => {
  expect([...codes, ...explained]).toEqual([...new Set([...codes, ...explained])])
})

test('every code that an import can report is explained', () => {
  const missing = emitted.filter(({ matches }) => ![...codes, ...explained].some(code => matches.test(code)))
  expect(missing.map(({ text }) => text)).toEqual([])
})

test('every kind is in the catalogue', () => {
  const defined = globSync('lib/diagnostics/kinds/*.ts', { cwd: ROOT }).flatMap(path =>
    [...read(path).matchAll(/\bkind\(\s*'([a-z0-9-]+)'/g)].map(([, code]) => code),
  )
  expect(defined.filter(code => !codes.includes(code ?? '') && !explained.includes(code ?? ''))).toEqual([])
})

const plain = (cell = ''): string => cell.trim().replaceAll('`', '')
const pair = ({ meaning, remedy }: Explanation): string[] => [plain(meaning), plain(remedy)]

test('docs/diagnostics.md has the same explanations', () => {
  const rows = read('docs/diagnostics.md')
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line => line.split('|'))
  const documented = rows.map(([, code, , meaning, remedy]) => [plain(code), [plain(meaning), plain(remedy)]])
  const catalogue = Object.fromEntries(kinds.map(kind => [kind.code, pair(kind)]))
  expect({ ...EXPLANATIONS, ...catalogue }).toEqual(Object.fromEntries(documented))
})
