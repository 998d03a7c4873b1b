import type { Known } from '../../conversion/link.ts'
import type { PlannedAction } from '../../conversion/plan.ts'
import type { Decision } from '../../reconcile/decision.ts'
import { mapConcurrently } from '../../util/concurrency.ts'
import type { ImportSession } from '../import-session.ts'
import type { ActionResult } from '../model.ts'
import { conflictProblem } from '../model.ts'
import { postAction, putAction } from './action.ts'

/** Brings one batch of actions to the platform, and what became of each to S3. Returns how many it settled. */
export async function actionStep(
  session: ImportSession,
  batch: { readonly from: number; readonly to: number },
  known: ReadonlyMap<string, Known>,
): Promise<number> {
  const { client, dependencies, keys } = session
  const { objects } = dependencies
  const plan = await session.plan()
  const changes = await session.changes()
  const key = keys.actions(batch.from)
  // An earlier try of this step may have settled some before the platform, or its own process, went away.
  const earlier = await objects.readJson<ActionResult[]>(key)
  const settled = new Map(earlier?.map(result => [result.name, result]))
  const decided = plan.actions.slice(batch.from, batch.to).map((action, i) => {
    const decision = changes.actions[batch.from + i] ?? ({ change: action.payload ? 'create' : 'skip' } as const)
    return { action, decision }
  })
  const writes = decided.some(({ decision: { change } }) => change === 'create' || change === 'update')
  // From here on a try that breaks off may have made some that nobody has heard of.
  if (earlier === undefined && writes) await objects.writeJson(key, [])
  const writing = { client, known, accepts: await session.accepts(), mayBeThere: earlier !== undefined }
  const settle = async ({ action, decision }: (typeof decided)[number]): Promise<ActionResult> => {
    const { payload } = action
    const { change } = decision
    if (payload !== undefined && change === 'update') return putAction(writing, action, payload, decision)
    if (payload !== undefined && change === 'create') return postAction(writing, action, payload)
    return untouched(action, decision)
  }
  const left = decided.filter(({ action }) => !settled.has(action.name))
  try {
    await mapConcurrently(left, client.concurrency, async item => settled.set(item.action.name, await settle(item)))
  } finally {
    // Also where the step is stopped: what was settled is not done again.
    const results = decided.flatMap(({ action }) => settled.get(action.name) ?? [])
    await objects.writeJson(key, results)
  }
  return decided.length
}

/** What is left as it is, and why. */
const untouched = ({ name, pointer }: PlannedAction, decision: Decision): ActionResult => {
  const { stored, url, conflict, ...told } = decision
  const status = decision.change === 'unchanged' ? 'done' : 'skipped'
  return { name, status, ...told, ...(conflict && { problems: [conflictProblem(pointer, decision.reason)] }) }
}
