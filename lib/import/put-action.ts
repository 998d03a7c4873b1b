import { describeConnectError } from '../connect/describe.ts'
import { isNotFound } from '../connect/errors.ts'
import type { ActionCreate, ByName } from '../contract/requests.ts'
import { linkedDefinitions } from '../conversion/link.ts'
import type { PlannedAction } from '../conversion/plan.ts'
import type { Decision } from '../reconcile/decision.ts'
import { fingerprintAction } from '../reconcile/fingerprint.ts'
import { type LinkedDefinition, updatedAction } from '../reconcile/update-payload.ts'
import { PlatformStop, sentence, stopsImport } from './platform-error.ts'
import { postAction, problemsOf, type Writing } from './post-actions.ts'
import type { ActionResult } from './results.ts'

/** Updates one action in place, under its new name where the document has renamed it. @throws PlatformStop */
export const putAction = async (
  writing: Writing,
  action: PlannedAction,
  payload: ActionCreate<ByName>,
  decision: Decision,
): Promise<ActionResult> => {
  const { client, known } = writing
  const { stored, diff, renamedFrom, reason } = decision
  if (stored === undefined) return postAction(writing, action, payload)
  const body = updatedAction(stored, payload, linkable(writing, payload))
  const sent = await client.updateAction(renamedFrom ?? action.name, body)
  // Nothing of the old name: an earlier try, whose answer was lost, may have renamed it.
  const again = renamedFrom !== undefined && !sent.ok && isNotFound(sent.error)
  const renamed = again ? await client.getAction(action.name) : undefined
  const answer = renamed?.ok && renamed.value.id === stored.id ? await client.updateAction(action.name, body) : sent
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
  if (isNotFound(error) || renamedFrom !== undefined) return postAction(writing, action, payload)
  return { ...common, change: 'update', status: 'failed', id: stored.id, reason: sentence(describeConnectError(error)) }
}

/** The definitions that an action links, as they stand inside of a stored action. */
const linkable = ({ known, accepts }: Writing, payload: ActionCreate<ByName>): Map<string, LinkedDefinition> =>
  new Map(
    linkedDefinitions(payload).flatMap((name): [string, LinkedDefinition][] => {
      const definition = known.get(name)
      return definition === undefined ? [] : [[name, { ...definition, name, accept: accepts.get(name) ?? [] }]]
    }),
  )
