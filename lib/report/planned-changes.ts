import { quote } from '../json/quote.ts'
import type { FieldDiff } from '../reconcile/diff.ts'
import type { Report } from './report.ts'

/** How many items and how many fields of each are told; the report has all. */
const MAX_ITEMS = 20
const MAX_FIELDS = 5
const MAX_VALUE = 60

/** In this order: what needs a decision stands before what does not. */
const KINDS = ['conflict', 'update', 'remove', 'create'] as const
type Kind = (typeof KINDS)[number]

type Item = Report['actions'][number] | Report['definitions'][number]

/** What a dry run would do, item by item with the fields that change, for a terminal. */
export function plannedChanges({ outcome, actions, definitions }: Report): string[] {
  if (outcome !== 'planned') return []
  const all = [
    ...actions.map(item => ({ item, kind: kindOf(item), what: `action ${item.name}` })),
    ...definitions.map(item => ({ item, kind: kindOf(item), what: `definition ${item.name}` })),
  ]
  const changes = KINDS.flatMap(kind => all.filter(change => change.kind === kind))
  if (changes.length === 0) return []
  const lines = changes
    .slice(0, MAX_ITEMS)
    .flatMap(({ item, kind, what }) => [`    ${kind?.padEnd(8)} ${what}`, ...fields(item.diff ?? [])])
  const left = changes.length - MAX_ITEMS
  return ['  changes:', ...lines, ...(left > 0 ? [`    … and ${left} more in the report`] : [])]
}

const kindOf = ({ change, problems }: Item): Kind | undefined => {
  if (problems.some(({ code }) => code === 'conflict')) return 'conflict'
  return KINDS.find(kind => kind === change)
}

const fields = (diff: readonly FieldDiff[]): string[] => {
  const lines = diff
    .slice(0, MAX_FIELDS)
    .map(({ field, before, after }) => `             ${onOneLine(field)}: ${value(before)} → ${value(after)}`)
  const left = diff.length - MAX_FIELDS
  return left > 0 ? [...lines, `             … and ${left} more fields`] : lines
}

const value = (of: unknown): string => (of === undefined ? 'none' : quote(of, MAX_VALUE))

/** A field is made of the document's own names, which may hold line breaks and worse. */
const onOneLine = (field: string): string => JSON.stringify(field).slice(1, -1)
