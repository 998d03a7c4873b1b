import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { showLines, wrapLine } from '../../../../infra/local/cli/show-lines.ts'
import { lineOf, type StyledLine } from '../../../../lib/report/text/styled-line.ts'

const CHANGED: StyledLine = {
  texts: [
    { text: '      - ', style: 'removed' },
    { text: 'List the ', style: 'removed' },
    { text: 'old', style: 'removed', isChanged: true },
    { text: ' beds', style: 'removed' },
  ],
  hang: 8,
}

test.each<[what: string, line: StyledLine, columns: number, want: string[]]>([
  ['a line that fits', lineOf('  ab cd'), 7, ['  ab cd']],
  ['a line that is too long', lineOf('  ab cd ef gh'), 20, ['  ab cd ef gh']],
  ['words', lineOf('  one two three four five six'), 24, ['  one two three four', '      five six']],
  ['a word that fits nowhere', lineOf(`  ${'x'.repeat(30)}`), 24, [`  ${'x'.repeat(22)}`, `      ${'x'.repeat(8)}`]],
  ['wide characters', lineOf(`  ${'日'.repeat(12)}`), 24, [`  ${'日'.repeat(11)}`, '      日']],
  [
    'an indent that leaves no room',
    { texts: [{ text: `${'a '.repeat(11)}a` }], hang: 40 },
    18,
    ['a a a a a a a a a', '  a a a'],
  ],
  ['an empty line', lineOf(''), 10, ['']],
])('wraps %s', (_, line, columns, want) => {
  expect(wrapLine(line, columns).map(row => row.map(({ text }) => text).join(''))).toEqual(want)
})

test('without a terminal, lines are not wrapped, and changed words are in brackets', () => {
  expect(showLines([CHANGED], { columns: 20 })).toEqual(['      - List the [-old-] beds'])
})

test('a terminal without a size does not wrap, and a very narrow one has room for a word', () => {
  expect(showLines([CHANGED], { isTTY: true, columns: 0 })).toHaveLength(1)
  expect(showLines([lineOf('one two three')], { isTTY: true, columns: 1 })).toEqual(['one two three'])
})

test('without colours, changed words are in brackets', () => {
  expect(showLines([CHANGED], { isTTY: true, columns: 26, hasColors: () => false })).toEqual([
    '      - List the [-old-]',
    '        beds',
  ])
})

test('with colours, changed words are inverse', () => {
  expect(showLines([CHANGED], { isTTY: true, columns: 80, hasColors: () => true })).toEqual([
    '\u001b[31m      - List the \u001b[39m\u001b[31m\u001b[7mold\u001b[27m\u001b[39m\u001b[31m beds\u001b[39m',
  ])
})

test.each([40, 100])('no row is wider than %i columns', columns => {
  const lines = [CHANGED, lineOf(`  ${'word '.repeat(60)}`), lineOf('日本'.repeat(80)), lineOf(' '.repeat(200))]
  for (const hasColors of [() => true, () => false])
    for (const row of showLines(lines, { isTTY: true, columns, hasColors }))
      expect(stringWidth(stripVTControlCharacters(row))).toBeLessThanOrEqual(columns)
})
