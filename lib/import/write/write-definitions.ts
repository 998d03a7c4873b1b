import type { ConnectClient } from '../../connect/client.ts'
import { isNotFound } from '../../connect/errors.ts'
import { linkDefinition, type PlatformDefinition } from '../../conversion/link.ts'
import type { PlannedDefinition } from '../../conversion/plan.ts'
import type { Decision } from '../../reconcile/decision.ts'
import { mapConcurrently } from '../../util/concurrency.ts'
import type { ImportSession } from '../import-session.ts'
import { type DefinitionResult, resultOf } from '../model.ts'
import { reasonOf, stopIfUnsupported } from '../platform/platform-error.ts'
import { type CountItems, countNothing } from '../progress.ts'
import { createDefinitions } from './create-definitions.ts'
import { createPart, type SettledPart } from './part.ts'

const NONE: ReadonlySet<string> = new Set()

/**
 * Writes the definitions of one create request to the platform and their results to S3; of many updates at a very low
 * request rate, only a part. Safe to repeat: after an interrupted attempt, definitions are looked up before they are
 * created, and updates of earlier parts are kept.
 * @throws PlatformStop
 */
export async function definitionStep(
  session: ImportSession,
  index: number,
  count: CountItems = countNothing,
): Promise<SettledPart> {
  const { definitions, requests } = await session.plan()
  const changes = await session.changes()
  const start = requests.slice(0, index).reduce((sum, count) => sum + count, 0)
  const known = await session.knownDefinitions(index)
  const { client } = session
  const { objects } = session.dependencies
  const key = session.keys.definitions(index)
  // An earlier part, or an interrupted attempt of this one, may have settled some.
  const earlier = await objects.readJson<DefinitionResult[]>(key)
  const done = new Map(earlier?.map(result => [result.name, result]))
  const decided = definitions.slice(start, start + (requests[index] ?? 0)).map((definition, i) => {
    return { definition, decision: changes.definitions[start + i] ?? ({ change: 'create' } as const) }
  })
  const settled: DefinitionResult[] = [...done.values()]
  for (const { name, id, url } of settled) if (id !== undefined && url !== undefined) known.set(name, { id, url })
  const open = decided.filter(({ definition }) => !done.has(definition.name))
  for (const { definition, decision } of open) {
    const { id, url, change } = decision
    if (change === 'skip') settled.push(resultOf(definition, decision, 'skipped'))
    if (id === undefined || url === undefined) continue
    known.set(definition.name, { id, url })
    if (change !== 'update') settled.push(resultOf(definition, decision, change === 'unchanged' ? 'done' : 'skipped'))
  }
  const toCreate = open.filter(({ decision }) => decision.change === 'create').map(({ definition }) => definition)
  if (toCreate.length > 0 && earlier === undefined) await objects.writeJson(key, [])
  const mayExist = earlier !== undefined
  count(settled.length - done.size)
  const created = toCreate.length > 0 ? await createDefinitions(client, toCreate, known, mayExist) : []
  count(created.length, created.length)
  // After the new definitions, since an updated one may refer to them.
  const toUpdate = open.filter(({ decision }) => decision.change === 'update')
  const mayStart = createPart(toUpdate, client.concurrency, session.dependencies)
  const updated = await mapConcurrently(toUpdate, client.concurrency, async item => {
    if (!mayStart(item)) return []
    const result = await updateDefinition(client, item.definition, item.decision, known)
    count(1, 1)
    return [result]
  })
  const results = [...settled, ...created, ...updated.flat()]
  await objects.writeJson(key, results)
  return { settled: results.length - done.size, isDone: updated.every(each => each.length > 0) }
}

/**
 * Updates one definition in place, also its name if it has another one now; everything that it refers to exists on the
 * platform.
 * @throws PlatformStop
 */
export async function updateDefinition(
  client: ConnectClient,
  definition: PlannedDefinition,
  { id = '', url = '', diff, renamedFrom, reason }: Decision,
  known: Map<string, PlatformDefinition>,
): Promise<DefinitionResult> {
  const { name } = definition
  const body = { id, ...linkDefinition(definition, NONE, known) }
  const sent = await client.updateDefinition(renamedFrom ?? name, body)
  // A missing old name may mean that an earlier attempt, whose response was lost, has renamed the definition.
  const again = renamedFrom !== undefined && !sent.ok && isNotFound(sent.error)
  const renamed = again ? await client.getDefinition(name) : undefined
  const answer = renamed?.ok && renamed.value.id === id ? await client.updateDefinition(name, body) : sent
  const common = { name, change: 'update' as const, ...(diff && { diff }) }
  if (answer.ok) {
    const now = { id: answer.value.id, url: answer.value.url }
    known.set(name, now)
    const former = renamedFrom !== undefined && { renamedFrom, ...(reason !== undefined && { reason }) }
    return { ...common, status: 'done', ...now, ...former }
  }
  const { error } = answer
  stopIfUnsupported(error)
  // It was deleted since the comparison, or the platform can't rename: the old one is a removal of the next import.
  if (isNotFound(error) || renamedFrom !== undefined) {
    known.delete(name)
    const [created] = await createDefinitions(client, [definition], known, false)
    if (created !== undefined) return created
  }
  return { ...common, status: 'failed', id, url, reason: reasonOf(error) }
}
