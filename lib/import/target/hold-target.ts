import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { ImportSession } from '../import-session.ts'

/** Seconds between looks at a target that another import holds; about six hours in all. */
const WAITS = [5, 10, 20, 40, 80, 160, 300, 300, 300, 600, 600, ...Array.from({ length: 21 }, () => 900)]

export type Hold =
  | { readonly kind: 'held' }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'failed'; readonly reason: string }

/** Waits until the target is this import's alone, and looks whether the document is still the newest then. */
export async function holdTarget(session: ImportSession, context: DurableContext): Promise<Hold> {
  const { dependencies, request } = session
  const { importId, target } = request
  for (let tries = 0; ; tries++) {
    const hold = await context.step(tries === 0 ? 'hold' : `hold-again-${tries}`, async () => {
      if (await isSuperseded(session)) return { kind: 'superseded' as const }
      const lock = await dependencies.locks.acquire(target, importId, dependencies.leaseSeconds)
      return lock.held ? { kind: 'held' as const } : { kind: 'waiting' as const, owner: lock.owner }
    })
    if (hold.kind !== 'waiting') return hold
    const seconds = WAITS[tries]
    if (seconds === undefined)
      return {
        kind: 'failed',
        reason: `The import ${hold.owner} has held the target for hours; wait for it or stop it, then upload the document again.`,
      }
    await context.wait(`held-by-another-${tries}`, { seconds })
  }
}

/** Whether the document was uploaded again since the import was asked for: the newer upload has an import of its own. */
const isSuperseded = async ({ dependencies, request }: ImportSession): Promise<boolean> => {
  const { key, versionId, etag } = request.source
  const newest = await dependencies.objects.newest(key)
  if (newest === undefined) return false
  if (versionId !== undefined && newest.versionId !== undefined) return newest.versionId !== versionId
  return etag !== undefined && newest.etag !== etag
}
