import type { ImportSession } from './import-session.ts'

/** A wait between two steps: its length, and its reason for the progress. */
export type Wait = { readonly seconds: number; readonly reason: string }

/**
 * Records that the import now waits between two steps, so that a request to cancel it stops the execution.
 * @returns true if the import should be cancelled instead: one of the two updates of the record sees the other one
 */
export async function recordWait(
  { dependencies: { records, now, progress }, request }: Pick<ImportSession, 'dependencies' | 'request'>,
  { seconds, reason }: Wait,
): Promise<boolean> {
  const until = now() + seconds * 1000
  progress?.({ kind: 'waiting', until, reason })
  return records.save(request.importId, { waitingUntil: new Date(until).toISOString() })
}
