import { expect, test } from 'vitest'
import { nameOfUrl } from '../../../../lib/reconcile/compare/definition-url.ts'

const nameOf = nameOfUrl([{ id: '01PET', name: 'Pet', url: 'https://platform.example/schemas/01PET.json' }])

const cases: [string, string, string | undefined][] = [
  ['the URL itself', 'https://platform.example/schemas/01PET.json', 'Pet'],
  ['the same id at another host', 'http://127.0.0.1:1/other/01PET.json', 'Pet'],
  ['the same id in a bucket', 'gs://bucket/o/01PET.json', 'Pet'],
  ['the id alone', '01PET', 'Pet'],
  ['another definition', 'https://platform.example/schemas/01CAT.json', undefined],
  ['a path without a scheme', '/schemas/01PET.json', undefined],
  ['an ordinary string that contains the id', 'see https://platform.example/01PET for more', undefined],
]

test.each(cases)('%s', (_, given, want) => {
  expect(nameOf(given)).toBe(want)
})
