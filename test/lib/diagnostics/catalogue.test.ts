import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EXPLANATIONS } from '../../../lib/diagnostics/explanations.ts'
import { diagnosticCodes } from '../../support/diagnostic-codes.ts'

const ROOT = join(import.meta.dirname, '../../..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const explained = Object.keys(EXPLANATIONS)
// Elsewhere a code is something else: of an answer of the platform, or of our own API.
const rooms = globSync('lib/{openapi,actions,reconcile,import}/**/*.ts', { cwd: ROOT })
const emitted = rooms.flatMap(path => diagnosticCodes(read(path)))

test('every code that an import can report is explained', () => {
  expect(emitted.length).toBeGreaterThan(40)
  const missing = emitted.filter(({ matches }) => !explained.some(code => matches.test(code)))
  expect(missing.map(({ text }) => text)).toEqual([])
})

test('nothing else is explained', () => {
  expect(explained.filter(code => !emitted.some(({ matches }) => matches.test(code)))).toEqual([])
})

const plain = (cell = ''): string => cell.trim().replaceAll('`', '')

test('docs/diagnostics.md tells the same in the same words', () => {
  const rows = read('docs/diagnostics.md')
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line => line.split('|'))
  const told = rows.map(([, code, , meaning, remedy]) => [plain(code), [plain(meaning), plain(remedy)]])
  expect(EXPLANATIONS).toEqual(Object.fromEntries(told))
})
