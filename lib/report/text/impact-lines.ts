import { partsOf } from '../../release/connection-parts.ts'
import { isBreaking } from '../impact.ts'
import { itemsOf, type Report } from '../report.ts'

/** Maximum number of items with a breaking change; the report has all. */
const MAX_ITEMS = 10

/** Lists the changes that break workflows for a terminal, and counts the others. */
export function impactLines(report: Report): string[] {
  const { impact } = report.counts
  if (impact === undefined) return []
  const items = itemsOf(report).flatMap(({ noun, item }) =>
    isBreaking(item) ? [{ title: `${noun} ${item.name}`, reasons: item.impact?.reasons ?? [] }] : [],
  )
  const parts = partsOf(report.connection ?? {}).flatMap(({ part, value: { kind, reasons } }) =>
    kind === 'breaking' ? [{ title: part, reasons }] : [],
  )
  const breaking = [...parts, ...items]
  const lines = breaking
    .slice(0, MAX_ITEMS)
    .map(({ title, reasons: [first] }) => `    ${title}: ${first?.message ?? ''}`)
  const left = breaking.length - lines.length
  const { compatible, annotation } = impact
  const all = breaking.length + compatible + annotation
  const changes = all === 1 ? '1 change' : `${all} changes`
  return [
    ...(breaking.length === 0 ? [] : [`  breaking     ${breaking.length} of ${changes}:`]),
    ...lines,
    ...(left > 0 ? [`    … and ${left} more in the report`] : []),
    ...(breaking.length === 0 && all > 0 ? [`  breaking     none of ${changes}`] : []),
  ]
}
