import type { ImportRecord } from '../store/records.ts'

/** What is told of an import, in a list and alone: facts of its record. */
export function describeImport({ importId, target, status, done, total, ...record }: ImportRecord) {
  return {
    importId,
    target,
    status,
    progress: { done, total },
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    reason: record.reason,
    document: record.document,
    counts: record.counts,
  }
}
