import type { Counts } from '../report.ts'

export type Result = keyof Counts

/** What a result is called on the page; a dry run has only planned it. */
export const resultLabels = (planned: boolean): Readonly<Record<Result, string>> => ({
  created: planned ? 'to create' : 'created',
  updated: planned ? 'to update' : 'updated',
  unchanged: 'unchanged',
  removed: planned ? 'to remove' : 'removed',
  kept: 'kept',
  failed: 'failed',
  skipped: 'skipped',
})

/** The results that are there, in the order of the bar. */
export const countedResults = (counts: Counts): [Result, number][] =>
  (Object.keys(resultLabels(false)) as Result[])
    .map((result): [Result, number] => [result, counts[result]])
    .filter(([, count]) => count > 0)
