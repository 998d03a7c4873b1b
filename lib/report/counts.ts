import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Change } from '../reconcile/decide/decision.ts'
import type { Counts, Report, ReportedDefinition } from './report.ts'

/** Result of one item; a report counts the items of each. */
export type ItemResult = keyof Counts

const RESULTS: Readonly<Record<Change, ItemResult>> = {
  create: 'created',
  update: 'updated',
  unchanged: 'unchanged',
  remove: 'removed',
  keep: 'kept',
  skip: 'skipped',
}

/** Returns the result of one item; a failed change has only the result `failed`. */
export function resultOf({ change, status }: Pick<ReportedDefinition, 'change' | 'status'>): ItemResult {
  return status === 'failed' ? 'failed' : RESULTS[change]
}

/** Counts the items of each result. */
export function countChanges(items: readonly Pick<ReportedDefinition, 'change' | 'status'>[]): Counts {
  const counts = { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 }
  for (const item of items) counts[resultOf(item)]++
  return counts
}

/** Counts diagnostics of each severity. */
export function countDiagnostics(problems: readonly Diagnostic[]): Report['counts']['diagnostics'] {
  const counts = { error: 0, warning: 0, info: 0 }
  for (const { severity } of problems) counts[severity]++
  return counts
}

/** Returns the label of each result, in display order; `planned` for a dry run. */
export function resultLabels(planned: boolean): Readonly<Record<ItemResult, string>> {
  return {
    created: planned ? 'to create' : 'created',
    updated: planned ? 'to update' : 'updated',
    unchanged: 'unchanged',
    removed: planned ? 'to remove' : 'removed',
    kept: 'kept',
    failed: 'failed',
    skipped: 'skipped',
  }
}

/** Returns the results with at least one item and their counts, in display order. */
export function countedResults(counts: Counts): [ItemResult, number][] {
  return (Object.keys(resultLabels(false)) as ItemResult[])
    .map((result): [ItemResult, number] => [result, counts[result]])
    .filter(([, count]) => count > 0)
}
