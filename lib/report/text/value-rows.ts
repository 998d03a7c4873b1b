import type { Side } from '../values/compare-values.ts'
import { type Folding, foldText, type Piece } from '../values/fold-text.ts'
import { printable } from './styled-line.ts'

/** Part of a row of a value. */
export type RowPart = { readonly kind: 'same' | 'changed' | 'note'; readonly text: string }

/** Limits of a value that is shown in rows. */
export type ValueLimits = {
  /** Maximum number of rows. */
  readonly rows: number
  /** Maximum number of characters of a row, and of all rows together. */
  readonly characters: number
}

const FOLDING: Folding = { lines: 1, characters: 40, minLines: 2, minCharacters: 20 }

/** Converts one side of a comparison to rows: its changed parts with some context. Nothing in them can steer a terminal. */
export function valueRows(side: Side | undefined, limits: ValueLimits): RowPart[][] {
  if (side === undefined) return [[{ kind: 'note', text: 'none' }]]
  if (side.text === '') return [[{ kind: 'note', text: 'empty' }]]
  const rows = joinRows(foldText(side, FOLDING).flatMap(piece => partsOf(piece, isWhole(side))))
  return cutRows(rows, limits)
}

/** Returns true if all of a value differs: then no part of it is marked. */
const isWhole = ({ text, changed: [first, ...others] }: Side): boolean =>
  others.length === 0 && first !== undefined && first[0] === 0 && first[1] === text.length

type Part = RowPart | 'break'

const partsOf = ({ kind, text }: Piece, whole: boolean): Part[] => {
  if (kind === 'folded') {
    const lines = text.split('\n').length - 1
    // A fold of lines begins after a line break.
    return lines > 1 ? [{ kind: 'note', text: `… ${lines} equal lines` }, 'break'] : [{ kind: 'note', text: '…' }]
  }
  const parts = text.split(/\r?\n/).map((row): RowPart => {
    return { kind: kind === 'changed' && !whole ? 'changed' : 'same', text: printable(row) }
  })
  return parts.flatMap((part, i): Part[] => (i === 0 ? [part] : ['break', part]))
}

const joinRows = (parts: readonly Part[]): RowPart[][] => {
  const rows: RowPart[][] = [[]]
  for (const part of parts) {
    if (part === 'break') rows.push([])
    else if (part.text !== '') rows.at(-1)?.push(part)
  }
  if (rows.at(-1)?.length === 0) rows.pop()
  return rows
}

/** Cuts rows that are too many or too long, and adds a row with the number of the others. */
const cutRows = (rows: readonly RowPart[][], limits: ValueLimits): RowPart[][] => {
  const kept: RowPart[][] = []
  let room = limits.characters
  for (const row of rows) {
    if (kept.length === limits.rows || room <= 0) {
      const left = rows.length - kept.length
      return [...kept, [{ kind: 'note', text: `… ${left} more ${left === 1 ? 'line' : 'lines'}` }]]
    }
    const cut = cutRow(row, room)
    room -= cut.reduce((sum, { text }) => sum + text.length, 0)
    kept.push(cut)
  }
  return kept
}

const cutRow = (row: readonly RowPart[], limit: number): RowPart[] => {
  const kept: RowPart[] = []
  let room = limit
  for (const [i, { kind, text }] of row.entries()) {
    if (text.length <= room) {
      kept.push({ kind, text })
      room -= text.length
      continue
    }
    const left = row.slice(i).reduce((sum, part) => sum + part.text.length, 0) - room
    return [
      ...kept,
      { kind, text: text.slice(0, room).toWellFormed() },
      { kind: 'note', text: `… ${left} more characters` },
    ]
  }
  return kept
}
