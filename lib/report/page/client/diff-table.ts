import type { ReportedDefinition } from '../../report.ts'
import { make } from './elements.ts'

type FieldDiff = NonNullable<ReportedDefinition['diff']>[number]
type Titles = readonly string[]

/** Makes the table of changed fields, with the values of both sides; `titles` are those of the two sides. */
export function diffTable(diff: readonly FieldDiff[], titles: Titles): HTMLElement {
  const headings = ['Field', ...titles].map(title => make('th', { scope: 'col' }, title))
  return make(
    'table',
    { class: 'diff' },
    make('thead', {}, make('tr', {}, ...headings)),
    make('tbody', {}, ...diff.map(entry => diffRow(entry, titles))),
  )
}

const diffRow = ({ field, before, after }: FieldDiff, titles: Titles): HTMLElement => {
  // Quotes distinguish the string "1" from the number 1; two strings need none.
  const plain = [before, after].every(value => value === undefined || typeof value === 'string')
  const format = (value: unknown): string | undefined =>
    value === undefined ? undefined : plain ? String(value) : JSON.stringify(value, undefined, 2)
  const [left, right] = markDifference(format(before), format(after))
  return make(
    'tr',
    {},
    make('th', { scope: 'row', class: 'data' }, field),
    diffCell('before', titles[0], left),
    diffCell('after', titles[1], right),
  )
}

const diffCell = (side: string, title: string | undefined, parts: readonly (Node | string)[] | undefined) =>
  make('td', { class: side, 'data-title': title }, parts ? make('pre', {}, ...parts) : make('em', {}, 'none'))

/** Splits both values after their common start and before their common end, and marks what is between. */
const markDifference = (before: string | undefined, after: string | undefined) => {
  if (before === undefined || after === undefined)
    return [before, after].map(text => (text === undefined ? undefined : [text]))
  const [left, right] = [[...before], [...after]]
  const most = Math.min(left.length, right.length)
  let start = 0
  while (start < most && left[start] === right[start]) start++
  let end = 0
  while (end < most - start && left.at(-1 - end) === right.at(-1 - end)) end++
  return [left, right].map(characters => {
    const part = (from: number, to?: number) => characters.slice(from, to).join('')
    const changed = part(start, characters.length - end)
    return [part(0, start), changed && make('mark', {}, changed), part(characters.length - end)]
  })
}
