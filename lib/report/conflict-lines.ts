import { quote } from '../json/quote.ts'
import type { ConflictField } from '../reconcile/conflict-fields.ts'
import { isConflict } from './attention.ts'
import { isOnlyPlanned, itemsOf, type Report, type ReportedDefinition } from './report.ts'

/** Maximum number of conflicts, of fields of each, and of characters of each value; the report has all. */
const MAX_CONFLICTS = 10
const MAX_FIELDS = 5
const MAX_VALUE = 60

/** Lists the conflicts of an import for a terminal: each item with its fields, and how to decide. A plan lists them with its changes. */
export function conflictLines(report: Report): string[] {
  const conflicts = itemsOf(report).filter(({ item }) => isConflict(item))
  if (conflicts.length === 0) return []
  if (isOnlyPlanned(report)) return howToDecide(report)
  const left = conflicts.length - MAX_CONFLICTS
  return [
    '  conflicts, kept as on the platform:',
    ...conflicts
      .slice(0, MAX_CONFLICTS)
      .flatMap(({ noun, item }) => [`    ${noun} ${item.name}`, ...conflictFieldLines(item)]),
    ...(left > 0 ? [`    … and ${left} more in the report`] : []),
    ...howToDecide(report),
  ]
}

/** Describes the fields of a conflict, one per line, with the values of all sides. */
export function conflictFieldLines({ conflict: fields = [], baseUnknown }: ReportedDefinition): string[] {
  const lines = fields.slice(0, MAX_FIELDS).map(field => `             ${describeField(field, baseUnknown)}`)
  const left = fields.length - MAX_FIELDS
  return left > 0 ? [...lines, `             … and ${left} more fields`] : lines
}

const describeField = ({ field, base, platform, document }: ConflictField, baseUnknown: true | undefined): string => {
  const before = baseUnknown ? 'last import unknown' : `last import ${value(base)}`
  return `${onOneLine(field)}: ${before}, platform ${value(platform)}, document ${value(document)}`
}

const howToDecide = (report: Report): string[] => {
  const conflicts = itemsOf(report).filter(({ item }) => isConflict(item))
  const [first] = conflicts
  if (first === undefined) return []
  const { noun, item } = first
  const isUnique = conflicts.filter(({ item: { name } }) => name === item.name).length === 1
  const name = isUnique ? item.name : `${noun}:${item.name}`
  return [
    `  decide each conflict: --resolve ${name}=platform keeps the content of the platform, --resolve ${name}=document overwrites it`,
  ]
}

const value = (of: unknown): string => (of === undefined ? 'none' : quote(of, MAX_VALUE))

/** Escapes line breaks and other control characters: a field contains names of the document. */
const onOneLine = (field: string): string => JSON.stringify(field).slice(1, -1)
