import { connectorLines, nextStepLines } from '../connector-results.ts'
import { countedResults, resultLabels } from '../counts.ts'
import { groupDiagnostics } from '../diagnostic-groups.ts'
import { documentTitle, headline, type ItemKind, isOnlyPlanned, itemsOf, type Report } from '../report.ts'
import { conflictLines } from './conflict-lines.ts'
import { impactLines } from './impact-lines.ts'
import { plannedChanges, type Shown } from './planned-changes.ts'
import { lineOf, plainLine, printable, type Style, type StyledLine } from './styled-line.ts'

/** Maximum number of failed items and of diagnostic codes; the report has all. */
const MAX_FAILED = 10
const MAX_CODES = 8

/** Summarises a report for a terminal, as lines without control characters and without styles. */
export function summarise(report: Report, shown: Shown = {}): string[] {
  return summaryLines(report, shown).map(plainLine)
}

/** Summarises a report for a terminal, as lines without control characters. */
export function summaryLines(report: Report, shown: Shown = {}): StyledLine[] {
  const { document, target, counts } = report
  const specification = document.specification === undefined ? '' : ` (OpenAPI ${document.specification})`
  const title = `${documentTitle(document)}${specification} → ${target.organisationId} / ${target.connectorId} / ${target.version}: ${headline(report)}`
  return [
    lineOf(title, 'heading'),
    ...lines(report.reason === undefined ? [] : [`  ${report.reason}`], 'conflict'),
    ...lines(impactLines(report)),
    ...(isOnlyPlanned(report) ? [] : conflictLines(report)),
    ...lines([
      ...connectorLines(report),
      ...(report.triggers.length > 0 ? [`  triggers     ${results(report, 'triggers')}`] : []),
      ...(counts.operations > 0 ? [`  actions      ${results(report, 'actions')}`] : []),
      ...(report.definitions.length > 0 ? [`  definitions  ${results(report, 'definitions')}`] : []),
      ...(report.requests.sent > 0 ? [`  requests     ${requests(report)}`] : []),
    ]),
    ...plannedChanges(report, shown),
    ...(isOnlyPlanned(report) ? conflictLines(report) : []),
    ...lines([...failures(report), ...diagnostics(report), ...nextStepLines(report)]),
  ].map(line => ({ ...line, texts: line.texts.map(part => ({ ...part, text: printable(part.text) })) }))
}

const lines = (texts: readonly string[], style?: Style): StyledLine[] => texts.map(text => lineOf(text, style))

const results = (report: Report, items: ItemKind): string => {
  const { counts, outcome } = report
  const planned = resultLabels(isOnlyPlanned(report))
  const labels = outcome === 'cancelled' ? { ...planned, failed: 'not done' } : planned
  const parts = countedResults(counts[items]).map(([result, count]) => `${count} ${labels[result]}`)
  return parts.join(', ') || 'none'
}

const requests = ({ requests: { sent, retried, throttled }, durationMs }: Report): string =>
  [
    `${sent} in ${(durationMs / 1000).toFixed(1)} s`,
    ...(retried > 0 ? [`${retried} retried`] : []),
    ...(throttled > 0 ? [`${throttled} throttled`] : []),
  ].join(', ')

const failures = (report: Report): string[] => {
  // The reason of a failed import applies to all of its items.
  if (report.reason !== undefined) return []
  const failed = itemsOf(report).filter(({ item }) => item.status === 'failed')
  const lines = failed.slice(0, MAX_FAILED).map(({ noun, item }) => `    ${noun} ${item.name}: ${item.reason}`)
  return section('failed', lines, failed.length - MAX_FAILED, 'more')
}

const diagnostics = (report: Report): string[] => {
  const others = report.diagnostics.filter(({ message }) => message !== report.reason)
  const groups = groupDiagnostics({ ...report, diagnostics: others })
  const lines = groups.slice(0, MAX_CODES).flatMap(({ example: { severity, code, message, pointer }, count }) => {
    const times = count > 1 ? ` (${count}×)` : ''
    return [`    ${severity.padEnd(7)} ${code}${times}: ${message}`, `            ${pointer}`]
  })
  const left = groups.length - MAX_CODES
  return section('diagnostics', lines, left, left === 1 ? 'more code' : 'more codes')
}

const section = (title: string, lines: readonly string[], left: number, what: string): string[] => {
  if (lines.length === 0) return []
  return [`  ${title}:`, ...lines, ...(left > 0 ? [`    … and ${left} ${what} in the report`] : [])]
}
