import { quote } from '../json/quote.ts'
import type { FieldDiff } from '../reconcile/diff.ts'
import { isConflict } from './attention.ts'
import { conflictFieldLines } from './conflict-lines.ts'
import { isOnlyPlanned, itemsOf, type Report, type ReportedDefinition } from './report.ts'

/** Maximum number of items, of fields of each item, and of characters of each value; the report has all. */
const MAX_ITEMS = 20
const MAX_FIELDS = 5
const MAX_VALUE = 60

/** Kinds of changes in display order: a conflict needs a decision, so it comes first. */
const KINDS = ['conflict', 'update', 'remove', 'create'] as const
type Kind = (typeof KINDS)[number]

/** Lists the changes of a dry run for a terminal: each item with the fields that change. */
export function plannedChanges(report: Report): string[] {
  if (!isOnlyPlanned(report)) return []
  const all = itemsOf(report).map(({ item, noun }) => ({ item, kind: kindOf(item), title: `${noun} ${item.name}` }))
  const changes = KINDS.flatMap(kind => all.filter(change => change.kind === kind))
  if (changes.length === 0) return []
  const lines = changes
    .slice(0, MAX_ITEMS)
    .flatMap(({ item, kind, title }) => [
      `    ${kind?.padEnd(8)} ${title}`,
      ...(isConflict(item) && item.conflict ? conflictFieldLines(item) : fields(item.diff ?? [])),
    ])
  const left = changes.length - MAX_ITEMS
  return ['  changes:', ...lines, ...(left > 0 ? [`    … and ${left} more in the report`] : [])]
}

const kindOf = (item: ReportedDefinition): Kind | undefined =>
  isConflict(item) ? 'conflict' : KINDS.find(kind => kind === item.change)

const fields = (diff: readonly FieldDiff[]): string[] => {
  const lines = diff
    .slice(0, MAX_FIELDS)
    .map(({ field, before, after }) => `             ${onOneLine(field)}: ${value(before)} → ${value(after)}`)
  const left = diff.length - MAX_FIELDS
  return left > 0 ? [...lines, `             … and ${left} more fields`] : lines
}

const value = (of: unknown): string => (of === undefined ? 'none' : quote(of, MAX_VALUE))

/** Escapes line breaks and other control characters: a field contains names of the document. */
const onOneLine = (field: string): string => JSON.stringify(field).slice(1, -1)
