import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { SEVERITIES } from '../diagnostics/severity.ts'
import { type ItemKind, itemsOf, type Report } from './report.ts'

/** All diagnostics of one code. */
export type DiagnosticGroup = {
  /** The first diagnostic of the group's gravest severity. */
  readonly example: Diagnostic
  readonly count: number
  /** Number of items that have the code. */
  readonly items: number
}

/** Groups the diagnostics of a report by code: gravest first, then most frequent. */
export function groupDiagnostics(report: Pick<Report, 'diagnostics' | ItemKind>): DiagnosticGroup[] {
  const { diagnostics } = report
  const ofItems = itemsOf(report).map(({ item }) => item.problems)
  const items = new Map<string, number>()
  for (const problems of ofItems)
    for (const code of new Set(problems.map(problem => problem.code))) items.set(code, (items.get(code) ?? 0) + 1)
  return [...Map.groupBy([...diagnostics, ...ofItems.flat()], ({ code }) => code)]
    .map(([code, all]) => ({ example: all.reduce(graver), count: all.length, items: items.get(code) ?? 0 }))
    .sort((a, b) => rank(a.example) - rank(b.example) || b.count - a.count)
}

const rank = ({ severity }: Diagnostic): number => SEVERITIES.indexOf(severity)

const graver = (a: Diagnostic, b: Diagnostic): Diagnostic => (rank(b) < rank(a) ? b : a)
