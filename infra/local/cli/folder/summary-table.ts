import { countedResults, resultLabels } from '../../../../lib/report/counts.ts'
import { headline, ITEM_KINDS } from '../../../../lib/report/report.ts'
import { printable } from '../../../../lib/report/text/styled-line.ts'
import type { FolderEntry } from './entry.ts'

const HEADS = ['connector', 'outcome', 'changes', 'report']

/**
 * Summarises the imports of a folder: a table, then the reasons, the confirmations and the number of each outcome.
 * @param columns width of the terminal; a table without room for the reports has none, since the overview has them too
 */
export function summariseFolder(entries: readonly FolderEntry[], columns = Number.POSITIVE_INFINITY): string[] {
  const rows = [HEADS, ...entries.map(cellsOf)]
  const whole = tableOf(rows)
  const isWide = whole.some(row => row.length > columns)
  return [
    ...(isWide ? tableOf(rows.map(row => row.slice(0, -1))) : whole),
    ...detailsOf(entries),
    '',
    totals(entries),
  ].map(line => printable(line).trimEnd())
}

const tableOf = (rows: readonly (readonly string[])[]): string[] => {
  const widths = HEADS.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

const cellsOf = (entry: FolderEntry): string[] => {
  const { connector, counts, report = '' } = entry
  return [connector, outcomeOf(entry), counts === undefined ? '' : changes(entry, counts), report]
}

/** Returns the outcome with the number of errors, as in the summary of one import. */
export function outcomeOf({ outcome, counts, exitStatus }: FolderEntry): string {
  if (outcome !== undefined && counts !== undefined) return headline({ outcome, counts })
  return exitStatus === 130 ? 'not started' : 'not imported'
}

/** Returns the breaking changes and the results of all items, without those that nothing happened to. */
const changes = ({ outcome }: FolderEntry, counts: NonNullable<FolderEntry['counts']>): string => {
  const labels = resultLabels(outcome === 'planned' || outcome === 'refused')
  const all = ITEM_KINDS.flatMap(({ items }) => countedResults(counts[items]))
  const parts = Object.entries(labels).flatMap(([result, label]) => {
    const sum = all.reduce((total, [other, count]) => total + (other === result ? count : 0), 0)
    return sum === 0 || result === 'unchanged' ? [] : [`${sum} ${label}`]
  })
  const breaking = counts.impact?.breaking ?? 0
  return [...(breaking > 0 ? [`${breaking} breaking`] : []), ...parts].join(', ') || 'none'
}

const detailsOf = (entries: readonly FolderEntry[]): string[] =>
  entries.flatMap(({ connector, error, reason, confirm }) => {
    const why = error ?? reason
    return [
      ...(why === undefined ? [] : ['', `${connector}: ${why}`]),
      ...(confirm === undefined ? [] : [...confirm.messages.map(text => `  ${text}`), `  confirm  ${confirm.command}`]),
    ]
  })

const totals = (entries: readonly FolderEntry[]): string => {
  const counts = new Map<string, number>()
  for (const entry of entries) {
    const outcome = entry.outcome ?? outcomeOf(entry)
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  }
  const parts = [...counts].map(([outcome, count]) => `${count} ${outcome}`)
  return `${entries.length} ${entries.length === 1 ? 'document' : 'documents'}: ${parts.join(', ')}`
}
