import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { SEVERITIES, type Severity } from '../../diagnostics/severity.ts'
import type { Report } from '../report.ts'

/** All problems of one code; `items` is how many actions and definitions have it. */
export type ProblemGroup = {
  readonly code: string
  readonly severity: Severity
  readonly count: number
  readonly items: number
}

/** The problems of a report by code, the worst first, then the most frequent. */
export function groupProblems({ diagnostics, actions, definitions }: Report): ProblemGroup[] {
  const ofItems = [...actions, ...definitions].map(({ problems }) => problems)
  const items = new Map<string, number>()
  for (const problems of ofItems)
    for (const code of new Set(problems.map(problem => problem.code))) items.set(code, (items.get(code) ?? 0) + 1)
  return [...Map.groupBy([...diagnostics, ...ofItems.flat()], ({ code }) => code)]
    .map(([code, all]) => ({ code, severity: worstOf(all), count: all.length, items: items.get(code) ?? 0 }))
    .sort((a, b) => rank(a.severity) - rank(b.severity) || b.count - a.count)
}

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity)

const worstOf = (problems: readonly Diagnostic[]): Severity =>
  SEVERITIES.find(severity => problems.some(problem => problem.severity === severity)) ?? 'info'
