import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CATALOGUE } from '../../lib/diagnostics/catalogue.ts'
import { diagnosticSamples } from '../support/diagnostic-samples.ts'
import { bannedInDocstring, bannedPhrases } from './banned-words.ts'
import { docstrings } from './docstrings.ts'

const ROOT = join(import.meta.dirname, '../..')

const ROOMS = ['lib', 'functions', 'infra']

const filesOf = (room: string, extensions: readonly string[]) => {
  const files = globSync(
    extensions.map(extension => `${room}/**/*.${extension}`),
    { cwd: ROOT },
  ).sort()
  expect(files.length).toBeGreaterThan(0)
  return files.map(file => ({ file, source: readFileSync(join(ROOT, file), 'utf8') }))
}

test('the phrases of a sentence are found, also in the first word', () => {
  expect(bannedInDocstring('Whether it stands there.')).toEqual(['begins with "Whether"', '"stands" (write: is)'])
  expect(bannedPhrases('The field is no longer used, and understandable.')).toEqual([])
})

test('docstrings are found with their lines and without links', () => {
  const source = 'let a\n/** One. */\n/**\n * Two\n * lines.\n * @see https://example.com/stands\n */\n'
  expect(docstrings(source)).toEqual([
    { line: 2, text: 'One.' },
    { line: 3, text: 'Two lines.' },
  ])
})

test('the catalogue has no banned phrases', () => {
  const texts = [
    ...diagnosticSamples().map(({ code, entry }) => ({ code, text: entry.message })),
    ...CATALOGUE.flatMap(({ kinds }) =>
      Object.values(kinds).map(({ code, meaning, remedy }) => ({ code, text: `${meaning} ${remedy}` })),
    ),
  ]
  expect(texts.flatMap(({ code, text }) => bannedPhrases(text).map(phrase => `${code}: ${phrase} in ${text}`))).toEqual(
    [],
  )
})

test.for(ROOMS)('the docstrings of %s have no banned phrases', room => {
  const found = filesOf(room, ['ts']).flatMap(({ file, source }) =>
    docstrings(source).flatMap(({ line, text }) =>
      bannedInDocstring(text).map(phrase => `${file}:${line} ${phrase} in ${text}`),
    ),
  )
  expect(found).toEqual([])
})

test.for(ROOMS)('no line of %s has a banned phrase: messages, reasons, help, comments, names', room => {
  const found = filesOf(room, ['ts', 'json', 'yml']).flatMap(({ file, source }) =>
    source
      .split('\n')
      .flatMap((line, i) => bannedPhrases(line).map(phrase => `${file}:${i + 1} ${phrase} in ${line.trim()}`)),
  )
  expect(found).toEqual([])
})
