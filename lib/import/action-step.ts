import type { Known } from '../actions/link.ts'
import { postAction } from './post-actions.ts'
import type { ActionResult } from './results.ts'
import type { Session } from './session.ts'

/** Brings one batch of actions to the platform, and what became of each to S3. Returns how many it settled. */
export const actionStep = async (
  session: Session,
  batch: { readonly from: number; readonly to: number },
  known: ReadonlyMap<string, Known>,
): Promise<number> => {
  const { objects } = session.dependencies
  const plan = await session.plan()
  const changes = await session.changes()
  const key = session.keys.actions(batch.from)
  // An earlier try of this step may have settled some before the platform went away.
  const earlier = new Map((await objects.readJson<ActionResult[]>(key))?.map(result => [result.name, result]))
  const settled = await Promise.allSettled(
    plan.actions.slice(batch.from, batch.to).map(async (action, i): Promise<ActionResult> => {
      const before = earlier.get(action.name)
      if (before !== undefined) return before
      const decision = changes.actions[batch.from + i]
      if (action.payload === undefined || (decision !== undefined && decision.change !== 'create')) {
        const status = decision?.change === 'unchanged' ? 'done' : 'skipped'
        return { name: action.name, change: 'skip', status, ...decision }
      }
      return postAction(session.client, action, action.payload, known)
    }),
  )
  const results = settled.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  await objects.writeJson(key, results)
  const stopped = settled.find(result => result.status === 'rejected')
  if (stopped?.status === 'rejected') throw stopped.reason
  return results.length
}
