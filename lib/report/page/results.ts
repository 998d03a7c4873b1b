import type { Counts } from '../report.ts'

export type Result = keyof Counts

/** What a result is called on the page; a dry run has only planned it. */
export function resultLabels(planned: boolean): Readonly<Record<Result, string>> {
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

/** The results that are there, in the order of the bar. */
export function countedResults(counts: Counts): [Result, number][] {
  return (Object.keys(resultLabels(false)) as Result[])
    .map((result): [Result, number] => [result, counts[result]])
    .filter(([, count]) => count > 0)
}
