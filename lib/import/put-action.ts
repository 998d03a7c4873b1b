import type { Known } from '../actions/link.ts'
import type { Plan, PlannedAction } from '../actions/plan.ts'
import type { ConnectClient } from '../connect/client.ts'
import { describeConnectError } from '../connect/describe.ts'
import { isNotFound } from '../connect/errors.ts'
import type { ActionCreate, ByName } from '../contract.ts'
import type { Decision } from '../reconcile/decision.ts'
import { fingerprintAction } from '../reconcile/fingerprint.ts'
import { type LinkedDefinition, updatedAction } from '../reconcile/updated-action.ts'
import { PlatformStop, sentence, stopsImport } from './platform-error.ts'
import { postAction, problemsOf } from './post-actions.ts'
import type { ActionResult } from './results.ts'

/** Updates one action in place, under its new name where the document has renamed it. @throws PlatformStop */
export const putAction = async (
  client: ConnectClient,
  plan: Plan,
  action: PlannedAction,
  payload: ActionCreate<ByName>,
  decision: Decision,
  known: ReadonlyMap<string, Known>,
): Promise<ActionResult> => {
  const { stored, diff, renamedFrom, reason } = decision
  if (stored === undefined) return postAction(client, action, payload, known)
  const definitions = linkable(plan, payload, known)
  const answer = await client.updateAction(renamedFrom ?? action.name, updatedAction(stored, payload, definitions))
  const common = { name: action.name, ...(diff && { diff }), ...(renamedFrom !== undefined && { renamedFrom }) }
  if (answer.ok)
    return {
      ...common,
      change: 'update',
      status: 'done',
      id: answer.value.id,
      stored: fingerprintAction(answer.value),
      ...(reason !== undefined && { reason }),
      problems: problemsOf(answer.value, payload, known, action.pointer),
    }
  const { error } = answer
  if (stopsImport(error) || error.kind === 'missing-route') throw new PlatformStop(error)
  // It was deleted in the meantime; or the platform does not rename, and the old one becomes one that is not needed.
  if (isNotFound(error) || renamedFrom !== undefined) return postAction(client, action, payload, known)
  return { ...common, change: 'update', status: 'failed', id: stored.id, reason: sentence(describeConnectError(error)) }
}

/** The definitions that an action links, as they stand inside of a stored action. */
const linkable = (
  plan: Plan,
  { requestBody, responses }: ActionCreate<ByName>,
  known: ReadonlyMap<string, Known>,
): Map<string, LinkedDefinition> => {
  const names = new Set(
    [requestBody, ...responses].flatMap(body => body?.definitions.map(link => link.definition.name) ?? []),
  )
  const found = plan.definitions.filter(({ name }) => names.has(name))
  return new Map(
    found.flatMap(({ name, accept }): [string, LinkedDefinition][] => {
      const definition = known.get(name)
      return definition === undefined ? [] : [[name, { ...definition, name, accept }]]
    }),
  )
}
