import { isOnlyPlanned, type KindOfItem, type Report } from '../report.ts'
import { type ChangeGroup, type ChangeKind, groupChanges } from './change-groups.ts'
import { type FieldLimits, fieldLines } from './field-lines.ts'
import { payloadLines } from './payload-lines.ts'
import { lineOf, type Style, type StyledLine, styled } from './styled-line.ts'

/** Parts of a plan to show. */
export type Shown = {
  /** All items and fields, not only the first. */
  readonly all?: boolean
  /** The payloads of created and updated items. */
  readonly payloads?: boolean
}

/** Maximum number of items of each group, and of fields of each item, unless all are shown. */
const MAX_ITEMS = 20
const MAX_FIELDS = 5
const VALUE = { rows: 12, characters: 600 }

const MARKS: Readonly<Record<ChangeKind, { readonly sign: string; readonly style: Style }>> = {
  removed: { sign: '-', style: 'removed' },
  conflict: { sign: '!', style: 'conflict' },
  created: { sign: '+', style: 'added' },
  updated: { sign: '~', style: 'updated' },
}

/** Lists the changes of a plan for a terminal: groups of items with method and path, and the fields that change. */
export function plannedChanges(report: Report, { all = false, payloads = false }: Shown = {}): StyledLine[] {
  if (!isOnlyPlanned(report)) return []
  const limit = all ? Number.POSITIVE_INFINITY : undefined
  const limits = { fields: limit ?? MAX_FIELDS, value: VALUE }
  return groupChanges(report).flatMap(group => groupLines(group, { items: limit ?? MAX_ITEMS, limits, payloads }))
}

type GroupLimits = { readonly items: number; readonly limits: FieldLimits; readonly payloads: boolean }

const groupLines = ({ kind, title, items }: ChangeGroup, shown: GroupLimits): StyledLine[] => {
  const left = items.length - shown.items
  return [
    lineOf(`  ${title} (${items.length}):`, 'heading'),
    ...items
      .slice(0, shown.items)
      .flatMap(item => [
        itemLine(kind, item),
        ...reasonLines(kind, item),
        ...fieldLines(item.item, shown.limits),
        ...(shown.payloads ? payloadLines(item.item) : []),
      ]),
    ...(left > 0 ? [lineOf(`    … and ${left} more; --all shows them, and so does the page`, 'quiet')] : []),
  ]
}

const HANG = 8

/** Describes an item in one line: its kind, its name, and the method and path of its operation. */
export function itemLine(kind: ChangeKind, { noun, item: { name, method, path } }: KindOfItem): StyledLine {
  const { sign, style } = MARKS[kind]
  const place = method === undefined || path === undefined ? '' : `  ${`${method} ${path}`.trim()}`
  return {
    texts: [styled(`    ${sign} `, style), styled(`${noun} `), styled(name, style), styled(place, 'quiet')],
    hang: HANG,
  }
}

/** Shows the reason of an update, such as a rename. */
const reasonLines = (kind: ChangeKind, { item: { reason } }: KindOfItem): StyledLine[] =>
  kind !== 'updated' || reason === undefined ? [] : [lineOf(`${' '.repeat(HANG)}${reason}`)]
