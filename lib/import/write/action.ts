import type { ConnectClient } from '../../connect/client.ts'
import { describeConnectError } from '../../connect/describe.ts'
import { type ConnectError, isNotFound, success } from '../../connect/errors.ts'
import type { ActionCreate, ByName } from '../../contract/requests.ts'
import type { Action } from '../../contract/responses.ts'
import { type Known, linkAction, linkedDefinitions } from '../../conversion/link.ts'
import type { PlannedAction } from '../../conversion/plan.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { definitionRefused, platformFinding } from '../../diagnostics/kinds/platform.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { sameAction } from '../../reconcile/comparable.ts'
import { type Decision, UNKNOWN } from '../../reconcile/decision.ts'
import { fingerprintAction } from '../../reconcile/fingerprint.ts'
import { type LinkedDefinition, updatedAction } from '../../reconcile/update-payload.ts'
import type { ActionResult } from '../model.ts'
import { PlatformStop, sentence, stopsImport } from '../platform/platform-error.ts'
import { postOnce } from '../platform/post-once.ts'

/** What the actions of one batch share while they are written. */
export type Writing = {
  readonly client: ConnectClient
  /** The definitions that the platform has, by name. */
  readonly known: ReadonlyMap<string, Known>
  /** The media types of each planned definition, by its name. */
  readonly accepts: ReadonlyMap<string, readonly string[]>
  /** An earlier try broke off, so anything may be there already: not every platform refuses a second one of a name. */
  readonly mayBeThere: boolean
}

/** Creates one action; what may be there already is looked for first, also after an answer that was lost. @throws PlatformStop */
export async function postAction(
  { client, known, mayBeThere }: Writing,
  { name, pointer }: PlannedAction,
  payload: ActionCreate<ByName>,
): Promise<ActionResult> {
  const body = linkAction(payload, known)
  const missing = linkedDefinitions(payload).filter(definition => !known.has(definition))
  const failed = (error: ConnectError): ActionResult => {
    return { name, change: 'create', status: 'failed', reason: sentence(describeConnectError(error)) }
  }
  const lookUp = async (error?: ConnectError): Promise<ActionResult | undefined> => {
    const stored = await client.getAction(name)
    if (stored.ok) {
      if (sameAction(without(payload, missing), stored.value)) return created(stored.value, payload, known, pointer)
      return { name, change: 'keep', status: 'skipped', id: stored.value.id, reason: UNKNOWN }
    }
    if (stopsImport(stored.error)) throw new PlatformStop(stored.error)
    return isNotFound(stored.error) ? undefined : failed(error ?? stored.error)
  }
  const earlier = mayBeThere ? await lookUp() : undefined
  if (earlier !== undefined) return earlier
  const send = async () => {
    const answer = await client.createAction(body)
    return answer.ok ? success(created(answer.value, payload, known, pointer)) : answer
  }
  const posted = await postOnce(client, send, lookUp)
  if (posted.ok) return posted.value
  if (stopsImport(posted.error)) throw new PlatformStop(posted.error)
  return failed(posted.error)
}

const created = (
  action: Action,
  payload: ActionCreate<ByName>,
  known: ReadonlyMap<string, Known>,
  pointer: string,
): ActionResult => ({
  name: action.name,
  change: 'create',
  status: 'done',
  id: action.id,
  stored: fingerprintAction(action),
  problems: problemsOf(action, payload, known, pointer),
})

/** What the platform found in an action that it stored, and which definitions it is without. */
function problemsOf(
  action: Action,
  payload: ActionCreate<ByName>,
  known: ReadonlyMap<string, Known>,
  pointer: string,
): Diagnostic[] {
  return [
    ...linkedDefinitions(payload)
      .filter(name => !known.has(name))
      .map(name => diagnostic(definitionRefused.refused(name), pointer)),
    ...(action.errors ?? []).map(({ field, message, severity }) =>
      diagnostic(platformFinding[severity](field, sentence(message)), pointer),
    ),
  ]
}

/** The payload as it was sent: definitions that the platform refused were left out. */
const without = (payload: ActionCreate<ByName>, names: readonly string[]): ActionCreate<ByName> => {
  const keep = <Body extends { definitions: { definition: ByName }[] }>(body: Body): Body => ({
    ...body,
    definitions: body.definitions.filter(({ definition }) => !names.includes(definition.name)),
  })
  const { requestBody, responses } = payload
  return { ...payload, ...(requestBody && { requestBody: keep(requestBody) }), responses: responses.map(keep) }
}

/** Updates one action in place, under its new name where the document has renamed it. @throws PlatformStop */
export async function putAction(
  writing: Writing,
  action: PlannedAction,
  payload: ActionCreate<ByName>,
  decision: Decision,
): Promise<ActionResult> {
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
