import type { FinishedImport } from '../import/model.ts'

/** What an import comes to in numbers, under the names of the metrics. */
export function summariseImport({ counts, requests }: FinishedImport): Readonly<Record<string, number>> {
  const both = [counts.actions, counts.definitions]
  const sum = (name: 'created' | 'updated' | 'removed' | 'failed'): number =>
    both.reduce((total, { [name]: count }) => total + count, 0)
  return {
    Operations: counts.operations,
    Writes: sum('created') + sum('updated') + sum('removed'),
    FailedItems: sum('failed'),
    Requests: requests.sent,
    Retries: requests.retried,
    Throttles: requests.throttled,
  }
}
