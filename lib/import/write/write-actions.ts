import type { PlatformDefinition } from '../../conversion/link.ts'
import { mapConcurrently } from '../../util/concurrency.ts'
import type { ImportSession } from '../import-session.ts'
import { type ActionResult, resultOf } from '../model.ts'
import { createAction, updateAction } from './action.ts'

/**
 * Writes one batch of actions to the platform and their results to S3. Safe to repeat: settled actions are skipped, and
 * the others are looked up before they are created. Returns the number of settled actions.
 * @throws PlatformStop
 */
export async function actionStep(
  session: ImportSession,
  batch: { readonly from: number; readonly to: number },
  known: ReadonlyMap<string, PlatformDefinition>,
): Promise<number> {
  const { client, dependencies, keys } = session
  const { objects } = dependencies
  const plan = await session.plan()
  const changes = await session.changes()
  const key = keys.actions(batch.from)
  // An interrupted attempt of this step may have settled some.
  const earlier = await objects.readJson<ActionResult[]>(key)
  const settled = new Map(earlier?.map(result => [result.name, result]))
  const decided = plan.actions.slice(batch.from, batch.to).map((action, i) => {
    const decision = changes.actions[batch.from + i] ?? ({ change: action.payload ? 'create' : 'skip' } as const)
    return { action, decision }
  })
  const writes = decided.some(({ decision: { change } }) => change === 'create' || change === 'update')
  // From here on, an interrupted attempt may have created actions without a recorded result.
  if (earlier === undefined && writes) await objects.writeJson(key, [])
  const writing = {
    client,
    known,
    accepts: await session.accepts(),
    mayExist: earlier !== undefined,
    form: session.form,
  }
  const settle = async ({ action, decision }: (typeof decided)[number]): Promise<ActionResult> => {
    const { payload } = action
    const { change } = decision
    if (payload !== undefined && change === 'update') return updateAction(writing, { ...action, payload }, decision)
    if (payload !== undefined && change === 'create') return createAction(writing, { ...action, payload })
    return resultOf(action, decision, change === 'unchanged' ? 'done' : 'skipped')
  }
  const left = decided.filter(({ action }) => !settled.has(action.name))
  try {
    await mapConcurrently(left, client.concurrency, async item => settled.set(item.action.name, await settle(item)))
  } finally {
    // Also if the step is stopped, so that settled actions are not written again.
    const results = decided.flatMap(({ action }) => settled.get(action.name) ?? [])
    await objects.writeJson(key, results)
  }
  return decided.length
}
