import type { Known } from '../actions/link.ts'
import type { PlannedAction } from '../actions/plan.ts'
import type { Decision } from '../reconcile/decision.ts'
import { conflictProblem } from './conflict.ts'
import { postAction } from './post-actions.ts'
import { putAction } from './put-action.ts'
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
      const change = decision?.change ?? 'create'
      if (action.payload !== undefined && decision !== undefined && change === 'update')
        return putAction(session.client, plan, action, action.payload, decision, known)
      if (action.payload === undefined || change !== 'create') return untouched(action, decision)
      return postAction(session.client, action, action.payload, known)
    }),
  )
  const results = settled.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  await objects.writeJson(key, results)
  const stopped = settled.find(result => result.status === 'rejected')
  if (stopped?.status === 'rejected') throw stopped.reason
  return results.length
}

/** What is left as it is, and why. */
const untouched = ({ name, pointer }: PlannedAction, decision: Decision = { change: 'skip' }): ActionResult => {
  const { stored, url, conflict, ...told } = decision
  const status = decision.change === 'unchanged' ? 'done' : 'skipped'
  return { name, status, ...told, ...(conflict && { problems: [conflictProblem(pointer, decision.reason)] }) }
}
