import { expect, test } from 'vitest'
import { diagnosticCodes } from './diagnostic-codes.ts'

test.each([
  { source: "report(problems, 'warning', 'path-query', at, 'A text, so long')", want: { 'path-query': ['warning'] } },
  { source: "report(\n  context.problems,\n  'info',\n  'one',\n  at,\n)", want: { one: ['info'] } },
  { source: "drop(\n  'warning',\n  'parameter-location',\n)", want: { 'parameter-location': ['warning'] } },
  { source: "problem(lost ? 'warning' : 'error', 'not-published', why)", want: { 'not-published': ['error'] } },
  { source: "problem(severity, 'publish-message', text)", want: { 'publish-message': [] } },
  { source: "const ORDER = ['error', 'warning', 'info']", want: {} },
  { source: "return fail('empty', 'The file is empty.')", want: { empty: [] } },
  { source: "return fail(\n  'too-deep',\n  'Deep.',\n)", want: { 'too-deep': [] } },
  { source: "{ severity: 'error',\n  code: 'no-file',\n  message }", want: { 'no-file': ['error'] } },
  { source: "{ severity: 'error', code: large ? 'a' : 'b-c', message }", want: { a: ['error'], 'b-c': ['error'] } },
  { source: "readonly code: 'a' | 'b'; readonly why: string", want: { a: [], b: [] } },
  {
    source: "const WHY = {\n  'a-b': 'why',\n  c: 'x',\n} as const\nf(code: keyof typeof WHY)",
    want: { 'a-b': [], c: [] },
  },
  { source: ['code: `too-many-$', '{what}`,'].join(''), want: { [['too-many-$', '{what}'].join('')]: [] } },
  { source: "fail(`A sentence.`); code: string; severity: 'error'; code === 'ENOENT'", want: {} },
])('$source', ({ source, want }) => {
  const found = diagnosticCodes(source).map(({ text, severities }) => [text, [...severities]])
  expect(Object.fromEntries(found)).toEqual(want)
})
