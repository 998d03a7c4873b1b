import type { Change } from '../reconcile/decision.ts'
import type { Counts, Status } from './report.ts'

/** What a change counts as when it did not fail. */
export const COUNTED: Readonly<Record<Change, keyof Counts>> = {
  create: 'created',
  update: 'updated',
  unchanged: 'unchanged',
  remove: 'removed',
  keep: 'kept',
  skip: 'skipped',
}

/** How many items came to each end; what failed counts as that alone. */
export function countChanges(items: readonly { readonly change: Change; readonly status: Status }[]): Counts {
  const counts = { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 }
  for (const { change, status } of items) counts[status === 'failed' ? 'failed' : COUNTED[change]]++
  return counts
}
