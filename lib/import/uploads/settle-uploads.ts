import type { DurableContext } from '@aws/durable-execution-sdk-js'
import type { ImportRequest } from '../../request/import-request.ts'
import type { Dependencies } from '../dependencies.ts'
import { durableStep } from '../durable-step.ts'

/** Seconds that are waited in addition, for differences between clocks. */
const MARGIN = 1

/**
 * Waits until the files of an upload are complete: until the request's window is over, and no file of the folder has
 * changed for as long.
 * @returns the newest upload of the document; undefined if another import covers all uploads of this window
 */
export async function settleUploads(
  { objects, now }: Pick<Dependencies, 'objects' | 'now'>,
  { source, window }: ImportRequest,
  context: DurableContext,
): Promise<ImportRequest['source'] | undefined> {
  if (window === undefined) return source
  // The window has begun before this execution, so it is over after this wait.
  await context.wait('quiet', { seconds: window.seconds + MARGIN })
  for (let attempt = 0; ; attempt++) {
    const name = attempt === 0 ? 'settle' : `settle-again-${attempt}`
    const work = async () => {
      // Loaded by the invocation that needs it.
      const { settle } = await import('./settle.ts')
      return settle({ objects, now }, source, window)
    }
    const settled = await durableStep(context, { name, kind: 'reads', work })
    if (settled.kind === 'covered') return undefined
    if (settled.kind === 'ready') return settled.source
    await context.wait(`busy-${attempt}`, { seconds: settled.seconds + MARGIN })
  }
}
