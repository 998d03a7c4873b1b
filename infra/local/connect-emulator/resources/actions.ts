import { type Answer, jsonAnswer, NO_CONTENT } from '../http/answer.ts'
import { refuseProblems } from '../http/api-error.ts'
import type { Call } from '../http/call.ts'
import { type ActionPayload, actionProblems, type LinkPayload, linkedDefinition } from '../rules/action-rules.ts'
import { checkShape } from '../rules/check-shape.ts'
import { ActionCreateShape, ActionShape } from '../rules/shapes.ts'
import type { Version } from '../state/model.ts'
import type { ActionRecord, LinkRecord } from '../state/records.ts'
import { findDraft, findItem, findVersion, keyOf, refuseTakenName } from './find.ts'
import { takePage } from './paging.ts'
import { renderAction } from './render.ts'
import { schemaPlace } from './schema-url.ts'

const refuseUnwelcome = ({ rejectsAction }: Call, name: string): void => {
  if (!rejectsAction(name)) return
  refuseProblems([{ code: 'action_rejected', field: 'name', message: `"${name}" is rejected, as the faults ask for` }])
}

type Payload = Pick<ActionRecord, 'type' | 'name' | 'summary' | 'description'> &
  ActionPayload & { readonly id?: string }

/** The record of a payload that keeps the rules; ids that it brings stay, others are new. */
const toRecord = (payload: Payload, version: Version, nextId: () => string): ActionRecord => {
  const { id, requestBody, responses, ...rest } = payload
  const toLinks = (links: readonly LinkPayload[]): LinkRecord[] =>
    links.map(link => ({
      id: link.id ?? nextId(),
      definition: { id: linkedDefinition(link, version.definitions)?.id ?? '' },
    }))
  const parts = {
    ...(requestBody && { requestBody: { ...requestBody, definitions: toLinks(requestBody.definitions) } }),
    responses: responses.map(response => ({
      ...response,
      id: response.id ?? nextId(),
      definitions: toLinks(response.definitions),
    })),
  }
  // Its own id comes last, so that it is the greatest of the action's ids and the store need not look into the others.
  return { id: id ?? nextId(), ...rest, ...parts }
}

const putAction = (call: Call, version: Version, record: ActionRecord) => {
  call.store.commit([{ change: 'put-action', in: keyOf(call, version), record }])
  return renderAction(record, version, schemaPlace(call, version))
}

export function listActions(call: Call): Answer {
  const version = findVersion(call)
  const place = schemaPlace(call, version)
  const { items, ...page } = takePage(version.actions.values(), call.query)
  return jsonAnswer(200, { ...page, actions: items.map(action => renderAction(action, version, place)) })
}

export function createAction(call: Call): Answer {
  const version = findDraft(call)
  const payload = checkShape(ActionCreateShape, call.body)
  refuseUnwelcome(call, payload.name)
  refuseTakenName('action', payload.name, version.actions)
  refuseProblems(actionProblems(payload, version.definitions))
  return jsonAnswer(201, putAction(call, version, toRecord(payload, version, call.nextId)))
}

export function getAction(call: Call): Answer {
  const version = findVersion(call)
  const action = findItem(call, 'action', version.actions)
  return jsonAnswer(200, renderAction(action, version, schemaPlace(call, version)))
}

/** Takes the whole stored action back, changed; a new name renames it. */
export function updateAction(call: Call): Answer {
  const version = findDraft(call)
  const stored = findItem(call, 'action', version.actions)
  const { errors: _errors, ...payload } = checkShape(ActionShape, call.body)
  refuseUnwelcome(call, payload.name)
  if (payload.id !== stored.id) {
    refuseProblems([{ code: 'read_only', field: 'id', message: `is read-only; it is "${stored.id}"` }])
  }
  refuseTakenName('action', payload.name, version.actions, stored.id)
  refuseProblems(actionProblems(payload, version.definitions))
  return jsonAnswer(200, putAction(call, version, toRecord(payload, version, call.nextId)))
}

export function deleteAction(call: Call): Answer {
  const version = findDraft(call)
  const { id } = findItem(call, 'action', version.actions)
  call.store.commit([{ change: 'remove-action', in: keyOf(call, version), id }])
  return NO_CONTENT
}
