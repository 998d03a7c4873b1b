import type { ImportSession } from './import-session.ts'

/**
 * Records that the import now waits between two steps, so that a request to cancel it stops the execution.
 * @returns true if the import should be cancelled instead: one of the two updates of the record sees the other one
 */
export async function recordWait(
  { dependencies: { records, now }, request }: Pick<ImportSession, 'dependencies' | 'request'>,
  seconds: number,
): Promise<boolean> {
  return records.save(request.importId, { waitingUntil: new Date(now() + seconds * 1000).toISOString() })
}
