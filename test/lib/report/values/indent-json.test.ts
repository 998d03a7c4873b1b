import { expect, test } from 'vitest'
import { indentJson } from '../../../../lib/report/values/indent-json.ts'

test.each([
  ['{}', []],
  [[], [1]],
  [{ a: [], b: {}, c: [{ d: 'x, {y}: [z]' }] }, 'a "quote" and \\ backslash'],
  [null, true, -1.5e-7, ['', ' ']],
])('indents as JSON.stringify does: %j', (...values) => {
  expect(indentJson(JSON.stringify(values))).toBe(JSON.stringify(values, undefined, 2))
})

test('keeps all digits of numbers', () => {
  expect(indentJson('{"maximum":12345678901234567890.10}')).toBe('{\n  "maximum": 12345678901234567890.10\n}')
})
