import type { ConnectClient, ResourceClient } from '../../connect/client.ts'
import { type ConnectError, type ConnectResult, isNotFound } from '../../connect/errors.ts'
import type { ResourceName } from '../../contract/requests.ts'
import type { Removal } from '../../reconcile/decide/removals.ts'
import { mapConcurrently } from '../../util/concurrency.ts'
import type { ImportSession } from '../import-session.ts'
import { type DefinitionResult, keptResult, type RemovalResults, type RemovedResource } from '../model.ts'
import { reasonOf, stopIfUnsupported } from '../platform/platform-error.ts'
import { type CountItems, countNothing } from '../progress.ts'

/**
 * Removes a batch of the items that the document no longer has: actions and triggers first, then groups of unused definitions, then
 * the definitions that are kept. Writes the results to S3 and returns their number. Safe to repeat: a missing item counts as removed.
 * @throws PlatformStop
 */
export async function removalStep(
  session: ImportSession,
  { from, to }: { readonly from: number; readonly to: number },
  count: CountItems = countNothing,
): Promise<number> {
  const { removals } = await session.changes()
  const { client } = session
  let before = 0
  /** Returns the units of the batch that are among these; the units of all kinds follow one another. */
  const unitsOf = <Unit>(units: readonly Unit[]): readonly Unit[] => {
    const start = before
    before += units.length
    return units.slice(Math.max(0, from - start), Math.max(0, to - start))
  }
  const removeAll = (kind: ResourceName): Promise<RemovedResource[]> =>
    mapConcurrently(unitsOf(removals[kind]), client.concurrency, async removal => {
      const result = await removeResource(client[kind], removal)
      count(1, 1)
      return result
    })
  const actions = await removeAll('actions')
  const triggers = await removeAll('triggers')
  const groups = unitsOf([...removals.definitions, ...removals.keptDefinitions.map(kept => [kept])])
  const definitions: DefinitionResult[] = []
  // One group after the other: the platform refuses to delete a definition that others refer to.
  for (const group of groups) {
    const [kept] = group.filter(({ change }) => change === 'keep')
    definitions.push(...(kept === undefined ? await removeDefinitions(client, group) : [keptResult(kept)]))
    count(group.length, kept === undefined ? group.length : 0)
  }
  const results: RemovalResults = { actions, triggers, definitions }
  await session.dependencies.objects.writeJson(session.keys.removals(from), results)
  return actions.length + triggers.length + definitions.length
}

const removeResource = async (resource: ResourceClient, removal: Removal): Promise<RemovedResource> => {
  const { name, id, change, reason, method = '', path = '' } = removal
  const common = { name, id, reason, method, path }
  if (change === 'keep') return { ...keptResult(removal), method, path }
  const error = errorOf(await resource.remove(name))
  return error === undefined
    ? { ...common, change, status: 'done' }
    : { ...common, change, status: 'failed', reason: reasonOf(error) }
}

const removeDefinitions = async (client: ConnectClient, group: readonly Removal[]): Promise<DefinitionResult[]> => {
  const error = errorOf(await client.deleteDefinitions({ names: group.map(({ name }) => name) }))
  if (error === undefined) return group.map(removed)
  const left = error.kind === 'refused' && error.status !== 412 ? await stillThere(client, group) : group
  // A definition that is already gone must not prevent the deletion of the others.
  if (left.length < group.length) {
    const gone = group.filter(removal => !left.includes(removal)).map(removed)
    return left.length === 0 ? gone : [...gone, ...(await removeDefinitions(client, left))]
  }
  // 412: it is used outside of the imports.
  const isUsed = error.kind === 'refused' && error.status === 412
  const ended = isUsed
    ? ({ change: 'keep', status: 'skipped' } as const)
    : ({ change: 'remove', status: 'failed' } as const)
  return group.map(({ name, id }) => ({ name, id, ...ended, reason: reasonOf(error) }))
}

const removed = ({ name, id, reason }: Removal): DefinitionResult => {
  return { name, id, reason, change: 'remove', status: 'done' }
}

const stillThere = async (client: ConnectClient, group: readonly Removal[]): Promise<Removal[]> => {
  const answers = await Promise.all(group.map(({ name }) => client.getDefinition(name)))
  return group.filter((_, i) => {
    const answer = answers[i]
    return answer !== undefined && (answer.ok || errorOf(answer) !== undefined)
  })
}

/** Returns the error of a deletion; undefined also for a missing item. @throws PlatformStop */
const errorOf = (answer: ConnectResult<unknown>): ConnectError | undefined => {
  if (answer.ok || isNotFound(answer.error)) return undefined
  stopIfUnsupported(answer.error)
  return answer.error
}
