import { globSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { CATALOGUE } from '../../../lib/diagnostics/catalogue.ts'
import { explanationOf } from '../../../lib/diagnostics/explanation.ts'
import { diagnosticSamples } from '../../support/diagnostic-samples.ts'

const LIB = join(import.meta.dirname, '../../../lib')
const kinds = CATALOGUE.flatMap(section => Object.values(section.kinds))

test('every code is unique and kebab-case', () => {
  const codes: readonly string[] = kinds.map(({ code }) => code)
  expect(codes).toEqual([...new Set(codes)])
  expect(codes.filter(code => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([])
})

test('the catalogue has every kind that a file of kinds exports', async () => {
  const files = globSync('diagnostics/kinds/*.ts', { cwd: LIB })
  const modules = await Promise.all(files.map(file => import(pathToFileURL(join(LIB, file)).href)))
  const exported = modules.flatMap(module => Object.values(module).map(kind => (kind as { code: string }).code))
  expect(exported.sort()).toEqual(kinds.map(({ code }): string => code).sort())
})

test.for(kinds.map(({ code, meaning, remedy }) => ({ code, meaning, remedy })))(
  '$code has an explanation in sentences',
  ({ code, meaning, remedy }) => {
    for (const text of [meaning, remedy]) expect(text).toMatch(/^[A-Z`3].*\.$/)
    expect(explanationOf(code)).toMatchObject({ meaning, remedy })
  },
)

test('a string that is not a code has no explanation', () => {
  expect(explanationOf('constructor')).toBeUndefined()
})

test.for(diagnosticSamples())('$code, $name: the message is a sentence', ({ entry }) => {
  expect(entry.message).not.toMatch(/undefined|\[object| {2}|\.\.$/)
  expect(entry.message.trim()).toBe(entry.message)
  expect(entry.message.length).toBeGreaterThan(5)
})
