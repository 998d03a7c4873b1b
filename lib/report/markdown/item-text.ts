import type { KindOfItem } from '../report.ts'
import { changedFields, type LabelledSide, onOneLine } from '../text/field-lines.ts'
import { valueRows } from '../text/value-rows.ts'
import { codeBlock, codeSpan } from './code.ts'

/** Maximum number of fields of an item. */
const MAX_FIELDS = 10
const VALUE = { rows: 12, characters: 600 }

/** Returns the entry of an item: its kind, name, method and path, and the reason of a failure or an update. */
export function itemEntry({ noun, item: { name, method, path, reason, change, status } }: KindOfItem): string {
  const place = method === undefined || path === undefined ? [] : [codeSpan(`${method} ${path}`.trim())]
  const why = reason !== undefined && (status === 'failed' || change === 'update') ? [codeSpan(reason, 500)] : []
  return [`- ${noun} ${codeSpan(name)}`, ...place, ...why].join(' ')
}

/** Returns the changed fields of an item as a block of the language `diff`, indented for the entry; none without fields. */
export function itemDiff({ item }: KindOfItem): string[] {
  const fields = changedFields(item)
  if (fields.length === 0) return []
  const left = fields.length - MAX_FIELDS
  const rows = fields
    .slice(0, MAX_FIELDS)
    .flatMap(({ field, sides }) => [`@@ ${onOneLine(field)} @@`, ...sides.flatMap(sideRows)])
  const more = left > 0 ? [`@@ … and ${left} more ${left === 1 ? 'field' : 'fields'} @@`] : []
  return ['', ...codeBlock('diff', [...rows, ...more]).map(row => `  ${row}`), '']
}

const sideRows = ({ label, sign, side }: LabelledSide): string[] =>
  valueRows(side, VALUE).map((row, i) => {
    const text = row.map(part => part.text).join('')
    return i === 0 && label !== sign ? `${sign} ${label}: ${text}` : `${sign} ${text}`
  })
