import { expect, test } from 'vitest'
import { quote } from '../../../lib/json/quote.ts'

test.each([
  { given: 'a', want: '"a"' },
  { given: 'a\nb', want: '"a\\nb"' },
  { given: { a: [1] }, want: '{"a":[1]}' },
  { given: undefined, want: 'undefined' },
  { given: '\ud800', want: '"\\ud800"' },
  { given: 'x'.repeat(20), want: '"xxxxxxxxx…' },
  { given: '12345678😀', want: '"12345678\ufffd…' },
])('$given', ({ given, want }) => {
  expect(quote(given, 10)).toBe(want)
})
