import { isBreaking } from '../impact.ts'
import { itemsOf, type Report } from '../report.ts'

/** Maximum number of items with a breaking change; the report has all. */
const MAX_ITEMS = 10

/** Lists the changes that break workflows for a terminal, and counts the others. */
export function impactLines(report: Report): string[] {
  const { impact } = report.counts
  if (impact === undefined) return []
  const breaking = itemsOf(report).filter(({ item }) => isBreaking(item))
  const lines = breaking.slice(0, MAX_ITEMS).map(({ noun, item: { name, impact } }) => {
    const [first] = impact?.reasons ?? []
    return `    ${noun} ${name}: ${first?.message ?? ''}`
  })
  const left = breaking.length - lines.length
  const { compatible, annotation } = impact
  return [
    ...(breaking.length === 0
      ? []
      : [`  breaking     ${breaking.length} of ${breaking.length + compatible + annotation} changes:`]),
    ...lines,
    ...(left > 0 ? [`    … and ${left} more in the report`] : []),
    ...(breaking.length === 0 && compatible + annotation > 0
      ? [`  breaking     none of ${compatible + annotation} changes`]
      : []),
  ]
}
