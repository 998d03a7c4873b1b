import type { ResourceName } from '../../contract/requests.ts'
import type { PlatformDefinition } from '../../conversion/link.ts'
import type { Decision } from '../../reconcile/decide/decision.ts'
import { mapConcurrently, type Places } from '../../util/concurrency.ts'
import type { ImportSession } from '../import-session.ts'
import { type ResourceResult, resultOf } from '../model.ts'
import { type CountItems, countNothing } from '../progress.ts'
import { type BatchFile, readBatch } from './batch-file.ts'
import { createPart, type SettledPart } from './part.ts'
import { createResource, updateResource } from './resource.ts'

/** Batch of actions or triggers, and the definitions on the platform. */
export type ResourceBatch = {
  readonly kind: ResourceName
  readonly batch: { readonly from: number; readonly to: number }
  readonly known: ReadonlyMap<string, PlatformDefinition>
  /** Places of all batches: items of the first one go first, so that the batches do not end at the same time. */
  readonly places: Places
  readonly count?: CountItems
}

/**
 * Writes a part of a batch of actions or triggers to the platform and their results to S3: all of it, unless the request
 * rate is very low. Safe to repeat: settled items are skipped, and after an interruption the others are looked up before
 * they are created.
 * @throws PlatformStop
 */
export async function resourceStep(
  session: ImportSession,
  { kind, batch, known, places, count = countNothing }: ResourceBatch,
): Promise<SettledPart> {
  const { client, dependencies, keys } = session
  const { objects } = dependencies
  const plan = await session.plan()
  const changes = await session.changes()
  const key = keys[kind](batch.from)
  // An earlier part, or an interrupted attempt of this one, may have settled some.
  const earlier = await readBatch(objects, key)
  const counted = earlier?.counted ?? 0
  const settled = new Map(earlier?.results.map(result => [result.name, result]))
  const results = () => decided.flatMap(({ item }) => settled.get(item.name) ?? [])
  const decided = plan[kind].slice(batch.from, batch.to).map((item, i) => {
    const decision = changes[kind][batch.from + i] ?? ({ change: item.payload ? 'create' : 'skip' } as const)
    return { item, decision }
  })
  const writes = decided.some(({ decision }) => isWrite(decision))
  // From here on, an interrupted attempt may have created items without a recorded result.
  if (writes && !earlier?.isOpen) await objects.writeJson(key, { results: results(), counted, isOpen: true })
  const writing = {
    client,
    kind,
    resource: client[kind],
    known,
    accepts: await session.accepts(),
    mayExist: earlier?.isOpen === true,
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
  const mayStart = createPart(dependencies)
  count(settled.size - counted)
  let hasFailed = false
  const settleInTurn = async (one: (typeof left)[number]): Promise<void> => {
    if (hasFailed || !mayStart()) return
    // The ledger needs it, and the processor is idle while requests are in flight.
    if (one.item.payload !== undefined) session.fingerprints.ofPayload(one.item.payload)
    try {
      settled.set(one.item.name, await settle(one))
    } catch (error) {
      hasFailed = true
      throw error
    }
    count(1, isWrite(one.decision) ? 1 : 0)
  }
  try {
    await mapConcurrently(left, left.length, one => places(batch.from, () => settleInTurn(one)))
  } catch (error) {
    // So that settled items are not written again.
    await objects.writeJson(key, { results: results(), counted, isOpen: true })
    throw error
  }
  const file: BatchFile = { results: results(), counted: settled.size }
  await objects.writeJson(key, file)
  const isDone = settled.size === decided.length
  if (isDone) await session.once(key, async () => file)
  return { settled: settled.size - counted, isDone }
}

const isWrite = ({ change }: Pick<Decision, 'change'>): boolean => change === 'create' || change === 'update'
