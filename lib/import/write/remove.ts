import type { ConnectClient } from '../../connect/client.ts'
import { describeConnectError } from '../../connect/describe.ts'
import { type ConnectError, isNotFound, type Result } from '../../connect/errors.ts'
import type { Removal } from '../../reconcile/removals.ts'
import { mapConcurrently } from '../../util/concurrency.ts'
import type { ImportSession } from '../import-session.ts'
import type { ActionResult, DefinitionResult, RemovalResults } from '../model.ts'
import { PlatformStop, sentence, stopsImport } from '../platform/platform-error.ts'

/** Takes away what the document no longer has: actions first, then the definitions that nothing uses any more. */
export async function removalStep(session: ImportSession): Promise<number> {
  const { removals } = await session.changes()
  const { client } = session
  const actions = await mapConcurrently(removals.actions, client.concurrency, async removal => ({
    ...(await removeAction(client, removal)),
    method: removal.method ?? '',
    path: removal.path ?? '',
  }))
  const definitions: DefinitionResult[] = []
  // One group after the other: the platform refuses to delete what is still referred to.
  for (const group of removals.definitions) definitions.push(...(await removeDefinitions(client, group)))
  const results: RemovalResults = { actions, definitions }
  await session.dependencies.objects.writeJson(session.keys.removals, results)
  return actions.length + definitions.length
}

const removeAction = async (client: ConnectClient, { name, id, change, reason }: Removal): Promise<ActionResult> => {
  const common = { name, id, reason }
  if (change === 'keep') return { ...common, change, status: 'skipped' }
  const error = errorOf(await client.deleteAction(name))
  return error === undefined
    ? { ...common, change, status: 'done' }
    : { ...common, change, status: 'failed', reason: sentence(describeConnectError(error)) }
}

const removeDefinitions = async (client: ConnectClient, group: readonly Removal[]): Promise<DefinitionResult[]> => {
  const error = errorOf(await client.deleteDefinitions({ names: group.map(({ name }) => name) }))
  if (error === undefined) return group.map(removed)
  const left = error.kind === 'refused' && error.status !== 412 ? await stillThere(client, group) : group
  // One that is gone, perhaps by a request whose answer was lost, must not keep the others.
  if (left.length < group.length) {
    const gone = group.filter(removal => !left.includes(removal)).map(removed)
    return left.length === 0 ? gone : [...gone, ...(await removeDefinitions(client, left))]
  }
  return group.map(({ name, id }): DefinitionResult => {
    const why = sentence(describeConnectError(error))
    // Something that we do not know of uses it: then it is not ours to take away.
    if (error.kind === 'refused' && error.status === 412)
      return { name, id, change: 'keep', status: 'skipped', reason: why }
    return { name, id, change: 'remove', status: 'failed', reason: why }
  })
}

const removed = ({ name, id, reason }: Removal): DefinitionResult => ({
  name,
  id,
  reason,
  change: 'remove',
  status: 'done',
})

const stillThere = async (client: ConnectClient, group: readonly Removal[]): Promise<Removal[]> => {
  const answers = await Promise.all(group.map(({ name }) => client.getDefinition(name)))
  return group.filter((_, i) => {
    const answer = answers[i]
    return answer?.ok || (answer !== undefined && errorOf(answer) !== undefined)
  })
}

/** Why a deletion failed; what is not there needs none. @throws PlatformStop */
const errorOf = (answer: Result<unknown>): ConnectError | undefined => {
  if (answer.ok || isNotFound(answer.error)) return undefined
  const { error } = answer
  if (stopsImport(error) || error.kind === 'missing-route') throw new PlatformStop(error)
  return error
}
