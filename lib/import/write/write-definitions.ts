import type { ConnectClient } from '../../connect/client.ts'
import { isNotFound } from '../../connect/errors.ts'
import { type CreateRequest, createRequests } from '../../conversion/definitions/batches.ts'
import { linkDefinition, type PlatformDefinition } from '../../conversion/link.ts'
import type { PlannedDefinition } from '../../conversion/plan.ts'
import type { Decision } from '../../reconcile/decide/decision.ts'
import { mapConcurrently, runInOrder } from '../../util/concurrency.ts'
import type { ImportSession } from '../import-session.ts'
import { type DefinitionResult, resultOf } from '../model.ts'
import { reasonOf, stopIfUnsupported } from '../platform/platform-error.ts'
import { type CountItems, countNothing } from '../progress.ts'
import { createDefinitions } from './create-definitions.ts'
import { createPart, type SettledPart } from './part.ts'

const NONE: ReadonlySet<string> = new Set()

/**
 * Writes definitions to the platform and their results to S3: all of them, unless the request rate is very low. Each create
 * request starts as soon as the ones that it refers to are settled. Safe to repeat: settled requests are skipped, and after an
 * interruption, definitions are looked up before they are created.
 * @throws PlatformStop
 */
export async function definitionStep(session: ImportSession, count: CountItems = countNothing): Promise<SettledPart> {
  const plan = await session.plan()
  const changes = await session.changes()
  const { client, dependencies } = session
  const known = await session.knownDefinitions(0)
  const mayStart = createPart(dependencies)
  let settled = 0
  let isDone = true
  const write = async (request: CreateRequest): Promise<void> => {
    const decisions = changes.definitions.slice(request.from, request.from + request.definitions.length)
    const part = await writeRequest(session, request, { decisions, known, mayStart, count })
    settled += part.settled
    isDone &&= part.isDone
  }
  await runInOrder(createRequests(plan), client.concurrency, ({ after }) => after, write)
  return { settled, isDone }
}

type WritingRequest = {
  /** Decisions about the definitions of the request. */
  readonly decisions: readonly Decision[]
  /** Definitions on the platform, by name. */
  readonly known: Map<string, PlatformDefinition>
  readonly mayStart: () => boolean
  readonly count: CountItems
}

/** Writes the definitions of one create request; at a very low request rate, only a part. */
const writeRequest = async (
  session: ImportSession,
  { number, definitions }: CreateRequest,
  { decisions, known, mayStart, count }: WritingRequest,
): Promise<SettledPart> => {
  const { client } = session
  const { objects } = session.dependencies
  const key = session.keys.definitions(number)
  // An earlier part, or an interrupted attempt of this one, may have settled some.
  const earlier = await objects.readJson<DefinitionResult[]>(key)
  const done = new Map(earlier?.map(result => [result.name, result]))
  const settled: DefinitionResult[] = [...done.values()]
  for (const { name, id, url } of settled) if (id !== undefined && url !== undefined) known.set(name, { id, url })
  const open = definitions
    .map((definition, i) => ({ definition, decision: decisions[i] ?? ({ change: 'create' } as const) }))
    .filter(({ definition }) => !done.has(definition.name))
  for (const { definition, decision } of open) {
    const { id, url, change } = decision
    if (change === 'skip') settled.push(resultOf(definition, decision, 'skipped'))
    if (id === undefined || url === undefined) continue
    known.set(definition.name, { id, url })
    if (change !== 'update') settled.push(resultOf(definition, decision, change === 'unchanged' ? 'done' : 'skipped'))
  }
  const toCreate = open.filter(({ decision }) => decision.change === 'create').map(({ definition }) => definition)
  if (toCreate.length > 0 && !mayStart()) return { settled: 0, isDone: false }
  if (toCreate.length > 0 && earlier === undefined) await objects.writeJson(key, [])
  const mayExist = earlier !== undefined
  count(settled.length - done.size)
  const created = toCreate.length > 0 ? await createDefinitions(client, toCreate, known, mayExist) : []
  count(created.length, created.length)
  // The ledger needs them, and the processor is idle while other requests are in flight.
  for (const definition of toCreate) session.fingerprints.ofDefinition(definition)
  // After the new definitions, since an updated one may refer to them.
  const toUpdate = open.filter(({ decision }) => decision.change === 'update')
  const updated = await mapConcurrently(toUpdate, client.concurrency, async ({ definition, decision }) => {
    if (!mayStart()) return []
    const result = await updateDefinition(client, definition, decision, known)
    count(1, 1)
    return [result]
  })
  const results = [...settled, ...created, ...updated.flat()]
  if (open.length > 0) await objects.writeJson(key, results)
  const isDone = updated.every(each => each.length > 0)
  if (isDone) session.addDefinitions(number, results)
  return { settled: results.length - done.size, isDone }
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
