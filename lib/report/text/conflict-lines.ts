import { isConflict } from '../attention.ts'
import { isOnlyPlanned, itemsOf, type Report } from '../report.ts'
import { type FieldLimits, fieldLines } from './field-lines.ts'
import { itemLine } from './planned-changes.ts'
import { lineOf, type StyledLine } from './styled-line.ts'

/** Maximum number of conflicts, and limits of their fields; the report has all. */
const MAX_CONFLICTS = 10
const LIMITS: FieldLimits = { fields: 5, value: { rows: 12, characters: 600 } }

/** Lists the conflicts of an import for a terminal: each item with its fields, and how to decide. A plan lists them with its changes. */
export function conflictLines(report: Report): StyledLine[] {
  const conflicts = itemsOf(report).filter(({ item }) => isConflict(item))
  if (conflicts.length === 0) return []
  if (isOnlyPlanned(report)) return howToDecide(report)
  const left = conflicts.length - MAX_CONFLICTS
  return [
    lineOf(`  conflicts, kept as on the platform (${conflicts.length}):`, 'heading'),
    ...conflicts
      .slice(0, MAX_CONFLICTS)
      .flatMap(conflict => [itemLine('conflict', conflict), ...fieldLines(conflict.item, LIMITS)]),
    ...(left > 0 ? [lineOf(`    … and ${left} more in the report`, 'quiet')] : []),
    ...howToDecide(report),
  ]
}

const howToDecide = (report: Report): StyledLine[] => {
  const conflicts = itemsOf(report).filter(({ item }) => isConflict(item))
  const [first] = conflicts
  if (first === undefined) return []
  const { noun, item } = first
  const isUnique = conflicts.filter(({ item: { name } }) => name === item.name).length === 1
  const name = isUnique ? item.name : `${noun}:${item.name}`
  return [
    lineOf(
      `  decide each conflict: --resolve ${name}=platform keeps the content of the platform, --resolve ${name}=document overwrites it`,
    ),
  ]
}
