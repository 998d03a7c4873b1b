import type { DurableContext } from '@aws/durable-execution-sdk-js'
import { durableStep } from '../durable-step.ts'
import type { ImportSession } from '../import-session.ts'
import { IMPORT_REASONS } from '../reasons.ts'
import { recordWait } from '../record-wait.ts'

/** Waits between attempts to get the lock, in seconds; about six hours in all. */
const WAITS = [5, 10, 20, 40, 80, 160, 300, 300, 300, 600, 600, ...Array.from({ length: 21 }, () => 900)]

/** Result of waiting for the target's lock. */
export type Hold =
  | { readonly kind: 'held' }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: string }

/**
 * Waits for the target's lock, then checks that the document is still the newest upload. Each attempt is a checkpoint;
 * safe to repeat, since a lock can be acquired again by its owner.
 */
export async function holdTarget(session: ImportSession, context: DurableContext): Promise<Hold> {
  const { dependencies, request } = session
  const { importId, target } = request
  for (let attempt = 0; ; attempt++) {
    const name = attempt === 0 ? 'hold' : `hold-again-${attempt}`
    const work = async () => {
      if (await isSuperseded(session)) return { kind: 'superseded' as const }
      const lock = await dependencies.locks.acquire(target, importId, dependencies.leaseSeconds)
      if (lock.held) return { kind: 'held' as const }
      const reason = IMPORT_REASONS.targetHeld(lock.owner)
      const cancelled = await recordWait(session, { seconds: WAITS[attempt] ?? 0, reason })
      return cancelled ? { kind: 'cancelled' as const } : { kind: 'waiting' as const, owner: lock.owner }
    }
    const hold = await durableStep(context, { name, kind: 'writes', work })
    if (hold.kind !== 'waiting') return hold
    const seconds = WAITS[attempt]
    if (seconds === undefined) return { kind: 'failed', reason: IMPORT_REASONS.lockTimeout(hold.owner) }
    await context.wait(`held-by-another-${attempt}`, { seconds })
  }
}

/** Returns true if the document was uploaded again after the request; the newer upload has its own import. */
const isSuperseded = async ({ dependencies, request }: ImportSession): Promise<boolean> => {
  const { key, versionId, etag } = request.source
  const newest = await dependencies.objects.newest(key)
  if (newest === undefined) return false
  if (versionId !== undefined && newest.versionId !== undefined) return newest.versionId !== versionId
  return etag !== undefined && newest.etag !== etag
}
