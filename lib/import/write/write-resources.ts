import type { ResourceName } from '../../contract/requests.ts'
import type { PlatformDefinition } from '../../conversion/link.ts'
import { mapConcurrently } from '../../util/concurrency.ts'
import type { ImportSession } from '../import-session.ts'
import { type ResourceResult, resultOf } from '../model.ts'
import { createResource, updateResource } from './resource.ts'

/**
 * Writes one batch of actions or triggers to the platform and their results to S3. Safe to repeat: settled items are skipped, and
 * the others are looked up before they are created. Returns the number of settled items.
 * @throws PlatformStop
 */
export async function resourceStep(
  session: ImportSession,
  kind: ResourceName,
  batch: { readonly from: number; readonly to: number },
  known: ReadonlyMap<string, PlatformDefinition>,
): Promise<number> {
  const { client, dependencies, keys } = session
  const { objects } = dependencies
  const plan = await session.plan()
  const changes = await session.changes()
  const key = keys[kind](batch.from)
  // An interrupted attempt of this step may have settled some.
  const earlier = await objects.readJson<ResourceResult[]>(key)
  const settled = new Map(earlier?.map(result => [result.name, result]))
  const decided = plan[kind].slice(batch.from, batch.to).map((item, i) => {
    const decision = changes[kind][batch.from + i] ?? ({ change: item.payload ? 'create' : 'skip' } as const)
    return { item, decision }
  })
  const writes = decided.some(({ decision: { change } }) => change === 'create' || change === 'update')
  // From here on, an interrupted attempt may have created items without a recorded result.
  if (earlier === undefined && writes) await objects.writeJson(key, [])
  const writing = {
    client,
    resource: client[kind],
    known,
    accepts: await session.accepts(),
    mayExist: earlier !== undefined,
    form: session.form,
  }
  const settle = async ({ item, decision }: (typeof decided)[number]): Promise<ResourceResult> => {
    const { payload } = item
    const { change } = decision
    if (payload !== undefined && change === 'update') return updateResource(writing, { ...item, payload }, decision)
    if (payload !== undefined && change === 'create') return createResource(writing, { ...item, payload })
    return resultOf(item, decision, change === 'unchanged' ? 'done' : 'skipped')
  }
  const left = decided.filter(({ item }) => !settled.has(item.name))
  try {
    await mapConcurrently(left, client.concurrency, async one => settled.set(one.item.name, await settle(one)))
  } finally {
    // Also if the step is stopped, so that settled items are not written again.
    const results = decided.flatMap(({ item }) => settled.get(item.name) ?? [])
    await objects.writeJson(key, results)
  }
  return decided.length
}
