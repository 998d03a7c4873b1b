import type { Command } from 'commander'
import { ITEM_KINDS, itemsOf, type Outcome, type Report } from '../../../lib/report/report.ts'
import { addHelpLines } from './arguments/help-text.ts'

/** Conditions of `--fail-on`. */
export const FAIL_ON = ['warning', 'error', 'conflict', 'breaking'] as const
export type FailOn = (typeof FAIL_ON)[number]

/** Exit status of a dry run with changes. */
const OF_CHANGES = 5

/** Exit statuses of an import, with their meaning for the help. */
export const IMPORT_STATUSES: readonly (readonly [status: number, meaning: string])[] = [
  [0, 'succeeded, unchanged, planned or superseded'],
  [1, 'failed; the first lines have the reason'],
  [2, 'did not start: wrong usage or an unreadable document'],
  [3, 'partial: some items failed; or a condition of --strict or --fail-on'],
  [
    4,
    'refused, and nothing was written: it needs --yes, its filters select nothing, --on-breaking refuse applies, or its plan no longer applies',
  ],
  [OF_CHANGES, 'with --detailed-exitcode: planned, with changes'],
  [6, 'conflicts: items that changed in the document and on the platform were kept'],
  [130, 'cancelled with Ctrl-C'],
]

/** Exit statuses of a server. */
export const SERVER_STATUSES: typeof IMPORT_STATUSES = [
  [0, 'stopped with Ctrl-C'],
  [1, 'could not start'],
  [2, 'wrong usage'],
]

/** Adds a list of exit statuses to the end of a help, without the one of an option that the command does not have. */
export function addStatuses(command: Command, statuses: typeof IMPORT_STATUSES): void {
  const isDetailed = command.options.some(({ long }) => long === '--detailed-exitcode')
  const possible = statuses.filter(([status]) => isDetailed || status !== OF_CHANGES)
  const lines = possible.map(([status, text]) => ({ lead: `  ${String(status).padEnd(4)} `, text }))
  addHelpLines(command, [{ text: 'Exit status:' }, ...lines])
}

const OF_OUTCOME: Readonly<Record<Outcome, number>> = {
  succeeded: 0,
  unchanged: 0,
  planned: 0,
  superseded: 0,
  failed: 1,
  partial: 3,
  refused: 4,
  conflicts: 6,
  // As of a program that Ctrl-C ended.
  cancelled: 130,
}

type Conditions = {
  readonly failOn: readonly FailOn[]
  /** Distinguishes dry runs with changes and with conflicts. */
  readonly detailed: boolean
}

/** Returns the exit status of an import with this report. */
export function exitStatus(report: Report, { failOn, detailed }: Conditions): number {
  const status = OF_OUTCOME[report.outcome]
  if (status !== 0) return status
  const { error, warning } = report.counts.diagnostics
  const onError = failOn.includes('error') || failOn.includes('warning')
  if ((onError && error > 0) || (failOn.includes('warning') && warning > 0)) return 3
  if (failOn.includes('breaking') && mayBreak(report)) return 3
  if ((detailed || failOn.includes('conflict')) && hasConflict(report)) return 6
  return detailed && hasChange(report) ? OF_CHANGES : 0
}

/** Returns true if a change breaks workflows, or can't be classified. */
const mayBreak = ({ counts: { impact }, diagnostics }: Report): boolean =>
  (impact?.breaking ?? 0) > 0 || diagnostics.some(({ code }) => code === 'release-unclassified')

const hasConflict = (report: Report): boolean =>
  itemsOf(report).some(({ item }) => item.problems.some(({ code }) => code === 'conflict'))

const hasChange = ({ counts, connector, authSchemes = [] }: Report): boolean =>
  ITEM_KINDS.some(({ items }) => counts[items].created + counts[items].updated + counts[items].removed > 0) ||
  [...(connector === undefined ? [] : [connector]), ...authSchemes].some(
    ({ change }) => change === 'create' || change === 'update',
  )
