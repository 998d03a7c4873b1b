import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clean, cleanedFor, oneLine, shorten } from '../../../lib/conversion/text.ts'

test.each([
  { given: ' a b ', want: 'a b' },
  { given: 'a\r\nb\rc\nd', want: 'a\nb\nc\nd' },
  { given: 'a\tb\u0000\u0007\u001b[31m\u009fc\u007f', want: 'a\tb[31mc' },
  { given: '\uD800a\uDC00', want: '\uFFFDa\uFFFD' },
  { given: '😀 ä', want: '😀 ä' },
  { given: '\u0000', want: '' },
])('$given is cleaned', ({ given, want }) => {
  expect(clean(given)).toBe(want)
})

test.each([
  { given: 'a  b', want: 'a b' },
  { given: ' a\n\n\tb\r\nc ', want: 'a b c' },
  { given: 'a\u00a0b\u2028c', want: 'a b c' },
  { given: 'plain text', want: 'plain text' },
  { given: 'a\u0000b', want: 'ab' },
])('$given on one line', ({ given, want }) => {
  expect(oneLine(given)).toBe(want)
})

test.each([
  { given: 'abcdef', limit: 6, want: 'abcdef' },
  { given: 'abcdef', limit: 5, want: 'abcd…' },
  { given: 'abc def', limit: 5, want: 'abc…' },
  { given: 'abc😀def', limit: 5, want: 'abc…' },
  { given: 'ab😀def', limit: 5, want: 'ab😀…' },
])('$given within $limit is $want', ({ given, limit, want }) => {
  expect(shorten(given, limit)).toBe(want)
})

test('any string has whole characters within the limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 20 }), (text, limit) => {
      const short = shorten(clean(text), limit)
      expect(short.length).toBeLessThanOrEqual(limit)
      expect(short.isWellFormed()).toBe(true)
      expect(oneLine(text)).not.toMatch(/\s{2}|\p{Cc}/u)
    }),
    { seed: 5, numRuns: 1000 },
  )
})

test('a string that is far too long is shortened at the same position as the whole', () => {
  const character = fc.constantFrom('a', ' ', '\n', '\r\n', '\u0000', '\uD83D', '\uDE00', 'é')
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 100 }), fc.constantFrom(clean, oneLine), (text, how) => {
      expect(shorten(cleanedFor(8, text, how), 8)).toBe(shorten(how(text), 8))
    }),
    { seed: 7, numRuns: 3_000 },
  )
})
