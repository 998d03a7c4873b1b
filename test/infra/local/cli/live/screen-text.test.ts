import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { cut, flow, rowsOf } from '../../../../../infra/local/cli/live/screen-text.ts'

test.each([
  ['short', 10, 'short'],
  ['exactly ten', 11, 'exactly ten'],
  ['much too long', 8, 'much to…'],
  ['trailing space', 9, 'trailing…'],
  ['two\nlines', 20, 'two lines'],
  ['日本語の名前', 7, '日本語…'],
  ['日本語の名前', 8, '日本語…'],
  ['日本語の名前', 12, '日本語の名前'],
  ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 5, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦…'],
  ['é'.repeat(6), 4, `${'é'.repeat(3)}…`],
  ['anything', 1, '…'],
  ['anything', 0, ''],
])('cuts %j to %i columns: %j', (text, width, want) => {
  expect(cut(text, width, '…')).toBe(want)
  expect(stringWidth(cut(text, width, '…'))).toBeLessThanOrEqual(width)
})

/** Texts, width, number of lines, and the lines. */
const FLOWS: readonly (readonly [string, readonly string[], number, number, readonly string[]])[] = [
  ['one line', ['a', 'b', 'c'], 20, 1, ['a · b · c']],
  ['a new line', ['actions 1/2', '3.0/s', 'about 5 s left'], 21, 2, ['actions 1/2 · 3.0/s', 'about 5 s left']],
  ['the last line is filled and cut', ['actions 1/2', '3.0/s', 'about 5 s left'], 15, 1, ['actions 1/2 ·…']],
  ['a cut in the next segment', ['plan', 'compare', 'definitions'], 20, 1, ['plan · compare · de…']],
  ['no room for the mark', ['abcdef', 'g'], 6, 1, ['abcde…']],
  ['a segment that is too wide', ['a', 'x'.repeat(30)], 10, 2, ['a', 'xxxxxxxxx…']],
  ['wide characters', ['日本', '日本'], 7, 2, ['日本', '日本']],
  ['nothing', [], 10, 2, []],
]

test.each(FLOWS)('flows segments: %s', (_, texts, width, lines, want) => {
  const rows = flow(
    texts.map(text => ({ text })),
    { width, lines, separator: ' · ', ellipsis: '…' },
  )
  expect(rows.map(row => row.map(({ text }) => text).join(''))).toEqual(want)
})

test('counts the rows of lines that a narrower terminal has wrapped', () => {
  expect(rowsOf(['x'.repeat(90), 'short', ''], 40)).toBe(5)
})
