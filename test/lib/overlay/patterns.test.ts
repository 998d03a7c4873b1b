import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePattern } from '../../../lib/overlay/path/i-regexp.ts'
import { matches, toAutomaton } from '../../../lib/overlay/path/match-pattern.ts'

const match = (pattern: string, text: string, isWhole: boolean): boolean | undefined => {
  const parsed = parsePattern(pattern)
  return parsed && matches(toAutomaton(parsed), text, isWhole, { left: 1_000_000 })
}

test.each([
  ['a.c', 'abc', true, true],
  ['a.c', 'a\nc', true, false],
  ['a.c', 'a😀c', true, true],
  ['', '', true, true],
  ['a|b|', 'b', true, true],
  ['(ab)+', 'ababab', true, true],
  ['(ab)+', 'aba', true, false],
  ['a{2}', 'aa', true, true],
  ['a{2,}', 'aaaa', true, true],
  ['a{1,2}', 'aaa', true, false],
  ['[a-cx]', 'b', true, true],
  ['[^a-c]', 'b', true, false],
  ['[-a]', '-', true, true],
  ['[a-]', '-', true, true],
  ['[\\]\\-]', ']', true, true],
  ['[\\p{Lu}0]', 'Ä', true, true],
  ['\\P{Lu}', 'Ä', true, false],
  ['\\.\\n', '.\n', true, true],
  ['b+', 'abbc', false, true],
  ['^b', 'ab', false, false],
  ['b$', 'ab', false, true],
  ['a$', 'ab', false, false],
] as const)('%s and %j, whole: %s', (pattern, text, isWhole, want) => {
  expect(match(pattern, text, isWhole)).toBe(want)
})

test.each([
  '(',
  ')',
  '[',
  '[]',
  '[a',
  '[b-a]',
  'a**',
  '*',
  'a{2,1}',
  'a{',
  'a{1001}',
  '\\d',
  '\\',
  '\\p{Greek}',
  '(?:a)',
  '(?=a)',
  '\\1',
  'a]',
  'x'.repeat(1_001),
])('%s is not a regular expression of RFC 9485', pattern => {
  expect(parsePattern(pattern)).toBeUndefined()
})

test('patterns match as those of JavaScript', () => {
  const leaf = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\.', '(a|b)', '(a|)', '^', '$')
  const pattern = fc
    .array(fc.tuple(leaf, fc.constantFrom('', '*', '+', '?', '{2}', '{0,2}', '{1,}')), { maxLength: 6 })
    .map(parts => parts.map(([atom, times]) => (/^[$^]$/.test(atom) ? atom : atom + times)).join(''))
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.', '\n'), maxLength: 8 })
  fc.assert(
    fc.property(pattern, text, fc.boolean(), (source, subject, isWhole) => {
      const expected = new RegExp(isWhole ? `^(?:${source})$` : source, 'u').test(subject)
      expect(match(source, subject, isWhole)).toBe(expected)
    }),
    { numRuns: 2_000 },
  )
})
