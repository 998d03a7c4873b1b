import { expect, test } from 'vitest'
import { compareThree, compareValues, type Side } from '../../../../lib/report/values/compare-values.ts'
import { foldText } from '../../../../lib/report/values/fold-text.ts'

/** Shows changed parts in brackets; `|` is a place where the other side has more. */
const marked = (side: Side | undefined): string | undefined => {
  if (side === undefined) return undefined
  const { text, changed } = side
  let shown = ''
  let end = 0
  for (const [start, next] of changed) {
    shown += text.slice(end, start) + (next > start ? `[${text.slice(start, next)}]` : '|')
    end = next
  }
  return shown + text.slice(end)
}

const LONG = 'The quick brown fox jumps over the lazy dog. '.repeat(40)

test.each<[string, unknown, unknown, string | undefined, string | undefined]>([
  ['a word', 'List books', 'List all books', 'List |books', 'List [all ]books'],
  ['a phrase', 'a one two z', 'a three four z', 'a [one two] z', 'a [three four] z'],
  ['a word in a long text', `${LONG}old.${LONG}`, `${LONG}new.${LONG}`, `${LONG}[old].${LONG}`, `${LONG}[new].${LONG}`],
  ['no spaces between words', '一二三', '一四三', '一[二]三', '一[四]三'],
  ['letters with marks', 'a cafe\u0301 b', 'a cafe b', 'a [cafe\u0301] b', 'a [cafe] b'],
  ['surrogate pairs', 'x😀', 'x😁', 'x[😀]', 'x[😁]'],
  ['a string and a number', '1', 1, '["]1["]', '|1|'],
  ['none before', undefined, 'x', undefined, 'x'],
  ['none after', [1], undefined, '[\n  1\n]'.replaceAll('  ', '  '), undefined],
  ['an element more', ['a', 'b'], ['a', 'x', 'b'], '[\n  "a",|\n  "b"\n]', '[\n  "a",\n  ["x"],\n  "b"\n]'],
  ['an element less', [1, 2], [1], '[\n  1,\n  [2]\n]', '[\n  1|\n]'],
  [
    'a changed element',
    ['red', 'old pink'],
    ['red', 'new pink'],
    '[\n  "red",\n  "[old] pink"\n]',
    '[\n  "red",\n  "[new] pink"\n]',
  ],
  ['all elements', [1], [], '[\n  [1]\n]', '[|\n]'],
])('compares %s', (_, before, after, left, right) => {
  expect(compareValues(before, after).map(marked)).toEqual([left, right])
})

test('texts without a common word are one difference, in a time that is bounded', () => {
  const [before, after] = ['a', 'b'].map(letter => Array.from({ length: 20_000 }, (_, i) => `${letter}${i}`).join(' '))
  expect(compareValues(`x ${before}`, `x ${after}`).map(side => side?.changed)).toEqual([
    [[2, `x ${before}`.length]],
    [[2, `x ${after}`.length]],
  ])
})

test('platform and document are compared with their base', () => {
  const { base, platform, document } = compareThree({
    base: 'Lists the old books.',
    platform: 'Lists all the old books.',
    document: 'Lists the new books.',
  })
  expect([base, platform, document].map(marked)).toEqual([
    'Lists |the [old] books.',
    'Lists [all ]the old books.',
    'Lists the [new] books.',
  ])
})

test('quotes are shown on all three sides if one of them is no string', () => {
  const { base, platform, document } = compareThree({ base: '1', platform: 1, document: '2' })
  expect([base, platform, document].map(side => side?.text)).toEqual(['"1"', '1', '"2"'])
})

const folded = (text: string, ...changed: Side['changed']): string[] =>
  foldText({ text, changed }).map(piece => `${piece.kind} ${piece.text.length}`)

test.each<[string, string[], string[]]>([
  ['a text without changes', folded('x'.repeat(1000)), ['same 1000']],
  ['an empty text', folded(''), []],
  ['a short context', folded('a b c', [2, 3]), ['same 2', 'changed 1', 'same 2']],
  [
    'a long line',
    folded('x'.repeat(1000), [500, 510]),
    ['folded 400', 'same 100', 'changed 10', 'same 100', 'folded 390'],
  ],
  ['a place without text', folded('x'.repeat(300), [300, 300]), ['folded 200', 'same 100']],
  ['many lines', folded('x\n'.repeat(20), [20, 21]), ['folded 16', 'same 4', 'changed 1', 'same 5', 'folded 14']],
  [
    'lines between changes',
    folded('x\n'.repeat(20), [0, 1], [38, 39]),
    ['changed 1', 'same 5', 'folded 28', 'same 4', 'changed 1', 'same 1'],
  ],
])('folds %s', (_, got, want) => {
  expect(got).toEqual(want)
})

test('a fold does not split a character', () => {
  const pieces = foldText({ text: `a${'😀'.repeat(300)}`, changed: [[0, 0]] })
  expect(pieces.map(({ kind }) => kind)).toEqual(['same', 'folded'])
  for (const { text } of pieces) expect(text.isWellFormed()).toBe(true)
})
