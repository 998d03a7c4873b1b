import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Severity } from '../diagnostics/severity.ts'
import { plannedChanges } from './planned-changes.ts'
import type { Counts, Report } from './report.ts'

/** How many failed items and how many codes a summary names; the report has all. */
const MAX_FAILED = 10
const MAX_CODES = 8

/** A report in a few plain lines, for a terminal; none has a control character. */
export function summarise(report: Report): string[] {
  const { document, target, counts, outcome } = report
  const title = document.title ? `${document.title} ${document.version ?? ''}`.trim() : document.location
  const specification = document.specification === undefined ? '' : ` (OpenAPI ${document.specification})`
  const verb = outcome === 'planned' ? 'planned' : outcome
  return [
    `${title}${specification} → ${target.organisationId} / ${target.connectorId} / ${target.version}: ${verb}`,
    ...(report.reason === undefined ? [] : [`  ${report.reason}`]),
    ...(counts.operations > 0 ? [`  actions      ${tell(counts.actions, outcome === 'planned')}`] : []),
    ...(report.definitions.length > 0 ? [`  definitions  ${tell(counts.definitions, outcome === 'planned')}`] : []),
    ...(report.requests.sent > 0 ? [`  requests     ${requests(report)}`] : []),
    ...plannedChanges(report),
    ...failures(report),
    ...problems(report),
  ].map(printable)
}

/** A document's texts neither steer the terminal nor begin a line of their own. */
const printable = (line: string): string => line.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ')

const tell = (counts: Counts, planned: boolean): string => {
  const named: [number, string][] = [
    [counts.created, planned ? 'to create' : 'created'],
    [counts.updated, planned ? 'to update' : 'updated'],
    [counts.unchanged, 'unchanged'],
    [counts.removed, planned ? 'to remove' : 'removed'],
    [counts.kept, 'left as they are'],
    [counts.failed, 'failed'],
    [counts.skipped, 'left out'],
  ]
  const parts = named.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return parts.join(', ') || 'none'
}

const requests = ({ requests: { sent, retried, throttled }, durationMs }: Report): string => {
  const again = retried > 0 ? `, ${retried} again` : ''
  const slowed = throttled > 0 ? `, ${throttled} throttled` : ''
  return `${sent} in ${(durationMs / 1000).toFixed(1)} s${again}${slowed}`
}

const failures = (report: Report): string[] => {
  const failed = [
    ...report.actions
      .filter(({ status }) => status === 'failed')
      .map(({ name, reason }) => `action ${name}: ${reason}`),
    ...report.definitions
      .filter(({ status }) => status === 'failed')
      .map(({ name, reason }) => `definition ${name}: ${reason}`),
  ]
  // Where the import as a whole failed, one reason stands for all.
  if (failed.length === 0 || report.reason !== undefined) return []
  const more = failed.length > MAX_FAILED ? [`    … and ${failed.length - MAX_FAILED} more in the report`] : []
  return ['  failed:', ...failed.slice(0, MAX_FAILED).map(line => `    ${line}`), ...more]
}

const ORDER: readonly Severity[] = ['error', 'warning', 'info']

/** Problems by code, the worst first, each with one place as an example. */
const problems = (report: Report): string[] => {
  const all = [
    ...report.diagnostics,
    ...report.actions.flatMap(action => action.problems),
    ...report.definitions.flatMap(definition => definition.problems),
  ].filter(({ message }) => message !== report.reason)
  const byCode = new Map<string, { first: Diagnostic; count: number }>()
  for (const problem of all) {
    const known = byCode.get(problem.code)
    if (known === undefined) byCode.set(problem.code, { first: problem, count: 1 })
    else known.count++
  }
  const sorted = [...byCode.values()].sort((a, b) => ORDER.indexOf(a.first.severity) - ORDER.indexOf(b.first.severity))
  const lines = sorted.slice(0, MAX_CODES).flatMap(({ first, count }) => {
    const times = count > 1 ? ` (${count}×)` : ''
    return [`    ${first.severity.padEnd(7)} ${first.code}${times}: ${first.message}`, `            ${first.pointer}`]
  })
  const more = sorted.length > MAX_CODES ? [`    … and ${sorted.length - MAX_CODES} more kinds in the report`] : []
  return lines.length === 0 ? [] : ['  noted:', ...lines, ...more]
}
