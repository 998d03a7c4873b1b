import { type Known, linkAction, linkedDefinitions } from '../actions/link.ts'
import type { PlannedAction } from '../actions/plan.ts'
import type { ConnectClient } from '../connect/client.ts'
import type { Action } from '../connect/contract.ts'
import { describeConnectError } from '../connect/describe.ts'
import { type ConnectError, isNotFound } from '../connect/errors.ts'
import type { ActionCreate, ByName } from '../contract.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { UNKNOWN } from '../reconcile/decision.ts'
import { fingerprintAction } from '../reconcile/fingerprint.ts'
import { sameAction } from '../reconcile/stored-action.ts'
import { mayHaveWorked, PlatformStop, sentence, stopsImport } from './platform-error.ts'
import type { ActionResult } from './results.ts'

const ATTEMPTS = 4

/** Creates one action; a request whose answer was lost is repeated only after a look at what is there. @throws PlatformStop */
export const postAction = async (
  client: ConnectClient,
  { name, pointer }: PlannedAction,
  payload: ActionCreate<ByName>,
  known: ReadonlyMap<string, Known>,
): Promise<ActionResult> => {
  const body = linkAction(payload, known)
  const missing = linkedDefinitions(payload).filter(definition => !known.has(definition))
  let error: ConnectError | undefined
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await client.createAction(body)
    if (answer.ok) return created(answer.value, payload, known, pointer)
    error = answer.error
    if (stopsImport(error)) throw new PlatformStop(error)
    if (!mayHaveWorked(error)) break
    const stored = await client.getAction(name)
    if (stored.ok) {
      if (sameAction(without(payload, missing), stored.value)) return created(stored.value, payload, known, pointer)
      return { name, change: 'keep', status: 'skipped', id: stored.value.id, reason: UNKNOWN }
    }
    if (stopsImport(stored.error)) throw new PlatformStop(stored.error)
    if (!isNotFound(stored.error)) break
  }
  const reason = error === undefined ? 'It could not be created.' : sentence(describeConnectError(error))
  return { name, change: 'create', status: 'failed', reason }
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
export const problemsOf = (
  action: Action,
  payload: ActionCreate<ByName>,
  known: ReadonlyMap<string, Known>,
  pointer: string,
): Diagnostic[] => [
  ...linkedDefinitions(payload)
    .filter(name => !known.has(name))
    .map(name => definitionMissing(name, pointer)),
  ...(action.errors ?? []).map(({ field, message, severity }) => finding(field, message, severity, pointer)),
]

/** The payload as it was sent: definitions that the platform refused were left out. */
const without = (payload: ActionCreate<ByName>, names: readonly string[]): ActionCreate<ByName> => {
  const keep = <Body extends { definitions: { definition: ByName }[] }>(body: Body): Body => ({
    ...body,
    definitions: body.definitions.filter(({ definition }) => !names.includes(definition.name)),
  })
  const { requestBody, responses } = payload
  return { ...payload, ...(requestBody && { requestBody: keep(requestBody) }), responses: responses.map(keep) }
}

const definitionMissing = (definition: string, pointer: string): Diagnostic => ({
  severity: 'error',
  code: 'definition-refused',
  message: `The platform refused the definition ${definition}, so the action was created without it.`,
  pointer,
})

const finding = (field: string, message: string, severity: 'error' | 'warning', pointer: string): Diagnostic => ({
  severity,
  code: 'platform-finding',
  message: sentence(field === '' ? `The platform says: ${message}` : `The platform says of ${field}: ${message}`),
  pointer,
})
