import type { ConnectClient, ResourceClient } from '../../connect/client.ts'
import { type ConnectError, isNotFound, success } from '../../connect/errors.ts'
import type { ByName, ResourceName, TriggerCreate } from '../../contract/requests.ts'
import type { Action } from '../../contract/responses.ts'
import { linkedDefinitions, type PlatformDefinition } from '../../conversion/link.ts'
import type { PlannedTrigger } from '../../conversion/plan.ts'
import { definitionRefused, platformFinding } from '../../diagnostics/kinds/platform.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { sameResource } from '../../reconcile/compare/comparable.ts'
import { fingerprintResource } from '../../reconcile/compare/fingerprint.ts'
import type { Decision } from '../../reconcile/decide/decision.ts'
import { DECISION_REASONS } from '../../reconcile/decide/reasons.ts'
import { type LinkedDefinition, updatedResource } from '../../reconcile/update-payload.ts'
import type { ResourceResult } from '../model.ts'
import { reasonOf, sentence, stopIfFatal, stopIfUnsupported } from '../platform/platform-error.ts'
import { postOnce } from '../platform/post-once.ts'
import { type KnownForm, resourceInForm, sendInKnownForm } from './resource-form.ts'

type Payload = TriggerCreate<ByName>
type WritableResource = PlannedTrigger & { readonly payload: Payload }

/** Context for writing the actions or triggers of one batch. */
export type Writing = {
  readonly client: Pick<ConnectClient, 'pause'>
  readonly kind: ResourceName
  /** Operations of the kind that is written. */
  readonly resource: ResourceClient
  /** Definitions on the platform, by name. */
  readonly known: ReadonlyMap<string, PlatformDefinition>
  /** Media types of each planned definition, by its name. */
  readonly accepts: ReadonlyMap<string, readonly string[]>
  /** True after an interrupted attempt: the item may exist, and not every platform refuses a duplicate name. */
  readonly mayExist: boolean
  /** Updated by each created item. */
  readonly form: KnownForm
}

/** Creates one action or trigger. Looks it up first if it may exist, and after a lost response. @throws PlatformStop */
export async function createResource(writing: Writing, item: WritableResource): Promise<ResourceResult> {
  const { client, resource, known, mayExist } = writing
  const { name, payload } = item
  const lookUp = async (error?: ConnectError): Promise<ResourceResult | undefined> => {
    const stored = await resource.get(name)
    if (stored.ok)
      return sameResource(withoutDefinitions(payload, refusedDefinitions(writing, payload)), stored.value)
        ? written(writing, item, stored.value, 'create')
        : { name, change: 'keep', status: 'skipped', id: stored.value.id, reason: DECISION_REASONS.foreign }
    stopIfFatal(stored.error)
    return isNotFound(stored.error) ? undefined : failed(error ?? stored.error)
  }
  const failed = (error: ConnectError): ResourceResult => {
    return { name, change: 'create', status: 'failed', reason: reasonOf(error) }
  }
  if (writing.form.noTriggers !== undefined && writing.kind === 'triggers')
    return withoutTriggers(name, writing.form.noTriggers)
  const earlier = mayExist ? await lookUp() : undefined
  if (earlier !== undefined) return earlier
  const send = async () => {
    const answer = await sendInKnownForm(writing.form, form => resourceInForm(payload, known, form), resource.create)
    return answer.ok ? success(written(writing, item, answer.value, 'create')) : answer
  }
  const posted = await postOnce(client, send, lookUp)
  if (posted.ok) return posted.value
  stopIfFatal(posted.error)
  if (writing.kind !== 'triggers' || !hasNoRoute(posted.error)) return failed(posted.error)
  writing.form.noTriggers ??= reasonOf(posted.error)
  return withoutTriggers(name, writing.form.noTriggers)
}

/** Returns true if the platform can't create triggers; their list exists, so a status 404 is not about the version. */
const hasNoRoute = (error: ConnectError): boolean => error.kind === 'missing-route' || isNotFound(error)

const withoutTriggers = (name: string, problem: string): ResourceResult => {
  return { name, change: 'skip', status: 'skipped', reason: DECISION_REASONS.noTriggers(problem) }
}

/** Updates one action or trigger in place; also its name, if the document has renamed it. @throws PlatformStop */
export async function updateResource(
  writing: Writing,
  item: WritableResource,
  { stored, diff, renamedFrom, reason }: Decision,
): Promise<ResourceResult> {
  const { resource } = writing
  const { name, payload } = item
  if (stored === undefined) return createResource(writing, item)
  const body = updatedResource(stored, payload, linkable(writing, payload))
  const sent = await resource.update(renamedFrom ?? name, body)
  // A missing old name may mean that an earlier attempt, whose response was lost, has renamed the item.
  const again = renamedFrom !== undefined && !sent.ok && isNotFound(sent.error)
  const renamed = again ? await resource.get(name) : undefined
  const answer = renamed?.ok && renamed.value.id === stored.id ? await resource.update(name, body) : sent
  const common = { ...(diff && { diff }), ...(renamedFrom !== undefined && { renamedFrom }) }
  if (answer.ok)
    return {
      ...written(writing, item, answer.value, 'update'),
      ...common,
      ...(reason !== undefined && { reason }),
    }
  const { error } = answer
  stopIfUnsupported(error)
  // It was deleted since, or the platform can't rename: then the old item becomes a removal of the next import.
  if (isNotFound(error) || renamedFrom !== undefined) return createResource(writing, item)
  return { name, ...common, change: 'update', status: 'failed', id: stored.id, reason: reasonOf(error) }
}

const written = (
  writing: Writing,
  { name, payload, pointer }: WritableResource,
  stored: Action,
  change: 'create' | 'update',
): ResourceResult => ({
  name,
  change,
  status: 'done',
  id: stored.id,
  stored: fingerprintResource(stored),
  problems: [
    ...refusedDefinitions(writing, payload).map(name => diagnostic(definitionRefused.refused(name), pointer)),
    ...(stored.errors ?? []).map(({ field, message, severity }) =>
      diagnostic(platformFinding[severity](field, sentence(message)), pointer),
    ),
  ],
})

/** Names of the definitions that an action or trigger links and the platform does not have, since it refused them. */
const refusedDefinitions = ({ known }: Writing, payload: Payload): string[] =>
  linkedDefinitions(payload).filter(name => !known.has(name))

/** Returns the payload as it was sent, without the refused definitions. */
const withoutDefinitions = (payload: Payload, names: readonly string[]): Payload => {
  const keep = <Body extends { definitions: { definition: ByName }[] }>(body: Body): Body => ({
    ...body,
    definitions: body.definitions.filter(({ definition }) => !names.includes(definition.name)),
  })
  const { requestBody, responses } = payload
  return { ...payload, ...(requestBody && { requestBody: keep(requestBody) }), responses: responses.map(keep) }
}

/** Definitions that an action or trigger links, in the form that a stored one contains. */
const linkable = ({ known, accepts }: Writing, payload: Payload): Map<string, LinkedDefinition> =>
  new Map(
    linkedDefinitions(payload).flatMap((name): [string, LinkedDefinition][] => {
      const definition = known.get(name)
      return definition === undefined ? [] : [[name, { ...definition, name, accept: accepts.get(name) ?? [] }]]
    }),
  )
