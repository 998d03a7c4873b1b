import type { ConnectError, ConnectResult } from '../../connect/errors.ts'
import type { ByName, TriggerCreate } from '../../contract/requests.ts'
import { linkPayload, type PlatformDefinition } from '../../conversion/link.ts'
import { derivedUlid } from '../../util/ulid.ts'

/** Form of a new action or trigger. The contract leaves open which of them a platform accepts. */
export type ResourceForm = { readonly linkBy: 'id' | 'name'; readonly responseIds: boolean }

/** Form that the platform accepts, as far as an invocation has seen. */
export type KnownForm = {
  form: ResourceForm
  /** Reason why no trigger can be created; set by the first response that shows it. */
  noTriggers?: string
}

/** Creates the form that is tried first: links by id, and responses without ids. */
export function createKnownForm(): KnownForm {
  return { form: { linkBy: 'id', responseIds: false } }
}

/**
 * Sends a new action or trigger. If the platform refuses its form, sends it in another form, and keeps the accepted one in `known` for
 * the next ones.
 */
export async function sendInKnownForm<T>(
  known: KnownForm,
  make: (form: ResourceForm) => TriggerCreate<unknown>,
  send: (body: TriggerCreate<unknown>) => Promise<ConnectResult<T>>,
): Promise<ConnectResult<T>> {
  let { form } = known
  const answer = await send(make(form))
  let last = answer
  for (let next = otherForm(form, last); next !== undefined; next = otherForm(form, last)) {
    form = next
    last = await send(make(form))
  }
  if (last.ok) known.form = form
  // The refusal of the usual form is about the item itself.
  return last.ok ? last : answer
}

/** Fields of a refusal that ask for the id of a response, or for another link to a definition. */
const RESPONSE_ID = /\bresponses?\b(?!.*definition).*\bid\b/i
const LINK = /\bdefinitions?\b.*\b(id|name)\b/i

/** Returns the form that a refusal asks for; undefined if it is about something else. */
const otherForm = (form: ResourceForm, answer: ConnectResult<unknown>): ResourceForm | undefined => {
  const asked = answer.ok ? [] : complaints(answer.error)
  if (!form.responseIds && asked.some(text => RESPONSE_ID.test(text))) return { ...form, responseIds: true }
  if (form.linkBy === 'id' && asked.some(text => LINK.test(text))) return { ...form, linkBy: 'name' }
  return undefined
}

const complaints = (error: ConnectError): string[] =>
  error.kind === 'refused' && (error.status === 400 || error.status === 422)
    ? [...error.fields.map(({ field, message }) => `${field} ${message}`), ...error.message.split(/[;\n]/)]
    : []

/** Returns the payload of a create request in a form. The ids of responses depend on the item's name and their status. */
export function resourceInForm(
  payload: TriggerCreate<ByName>,
  known: ReadonlyMap<string, PlatformDefinition>,
  { linkBy, responseIds }: ResourceForm,
): TriggerCreate<unknown> {
  const linked = linkPayload(payload, known, linkBy)
  if (!responseIds) return linked
  const responses = linked.responses.map(response => ({
    id: derivedUlid(`${payload.name} ${response.status ?? 'default'}`),
    ...response,
  }))
  return { ...linked, responses }
}
