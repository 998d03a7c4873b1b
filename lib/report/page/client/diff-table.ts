import { compareThree, compareValues, type Side } from '../../values/compare-values.ts'
import { foldText, type Piece } from '../../values/fold-text.ts'
import { make } from './elements.ts'
import type { Item } from './item.ts'

/** Fields of an update, of an item that was kept, or of a conflict with its base. */
type Comparison =
  | { readonly kind: 'update' | 'kept'; readonly fields: NonNullable<Item['diff']> }
  | {
      readonly kind: 'conflict'
      readonly fields: NonNullable<Item['conflict']>
      readonly baseUnknown?: true | undefined
    }

type Column = { readonly title: string; readonly name: 'base' | 'before' | 'after' }
type Row = { readonly field: string; readonly sides: readonly (Side | undefined)[] }

/** Makes the table of changed fields, with the values of both or all three sides. */
export function diffTable(comparison: Comparison): HTMLElement {
  const columns = columnsOf(comparison)
  const headings = ['Field', ...columns.map(({ title }) => title)].map(title => make('th', { scope: 'col' }, title))
  return make(
    'table',
    { class: columns.length > 2 ? 'diff three' : 'diff' },
    make('thead', {}, make('tr', {}, ...headings)),
    make('tbody', {}, ...rowsOf(comparison).map(row => diffRow(row, columns))),
  )
}

const columnsOf = (comparison: Comparison): Column[] => {
  if (comparison.kind === 'update')
    return [
      { title: 'Platform before', name: 'before' },
      { title: 'Document', name: 'after' },
    ]
  const sides: Column[] = [
    { title: 'Platform (kept)', name: 'before' },
    { title: 'Document (not applied)', name: 'after' },
  ]
  const hasBase = comparison.kind === 'conflict' && !comparison.baseUnknown
  return hasBase ? [{ title: 'Base (last import)', name: 'base' }, ...sides] : sides
}

const rowsOf = (comparison: Comparison): Row[] => {
  if (comparison.kind !== 'conflict')
    return comparison.fields.map(({ field, before, after }) => ({ field, sides: compareValues(before, after) }))
  return comparison.fields.map(values => {
    const { field, platform, document } = values
    if (comparison.baseUnknown) return { field, sides: compareValues(platform, document) }
    const three = compareThree(values)
    return { field, sides: [three.base, three.platform, three.document] }
  })
}

const diffRow = ({ field, sides }: Row, columns: readonly Column[]): HTMLElement =>
  make(
    'tr',
    {},
    make('th', { scope: 'row', class: 'data' }, field),
    ...columns.map(({ title, name }, i) => {
      const side = sides[i]
      const content = side ? make('div', { class: 'value' }, ...foldText(side).map(pieceNode)) : make('em', {}, 'none')
      return make('td', { class: name, 'data-title': title }, content)
    }),
  )

const pieceNode = ({ kind, text }: Piece): Node | string => {
  if (kind === 'same') return text
  if (kind === 'changed') return make('mark', {}, text)
  const lines = text.split('\n').length - 1
  const size = lines > 1 ? `${lines} equal lines` : `${text.length} equal characters`
  return make('details', { class: 'fold' }, make('summary', {}, `… ${size}`), text)
}
