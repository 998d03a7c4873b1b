import { refuseProblems } from '../http/api-error.ts'
import type { EmulatorRequest } from '../http/request.ts'
import { type EmulatorResponse, jsonResponse, NO_CONTENT } from '../http/response.ts'
import { type ActionPayload, actionProblems, type LinkPayload, linkedDefinition } from '../rules/action-rules.ts'
import { variantProblems } from '../rules/action-variants.ts'
import { checkShape } from '../rules/check-shape.ts'
import { ActionCreateShape, ActionShape } from '../rules/shapes.ts'
import type { Version } from '../state/model.ts'
import type { ActionRecord, LinkRecord } from '../state/records.ts'
import { findDraft, findItem, findVersion, keyOf, refuseTakenName } from './find.ts'
import { takePage } from './paging.ts'
import { renderAction } from './render.ts'
import { schemaFolder } from './schema-url.ts'

const applyRejectFault = ({ rejectsAction }: EmulatorRequest, name: string): void => {
  if (!rejectsAction(name)) return
  refuseProblems([
    { code: 'action_rejected', field: 'name', message: `"${name}" is rejected by the fault rejectActions` },
  ])
}

type Payload = Pick<ActionRecord, 'type' | 'name' | 'summary' | 'description'> &
  ActionPayload & { readonly id?: string }

/** Converts a valid payload to a record. Its ids stay; missing ids are created. */
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
  // The id of the action is created last, so that it is the greatest of its ids.
  return { id: id ?? nextId(), ...rest, ...parts }
}

const putAction = (request: EmulatorRequest, version: Version, record: ActionRecord) => {
  request.store.commit([{ change: 'put-action', in: keyOf(request, version), record }])
  return renderAction(record, version, schemaFolder(request, version))
}

export function listActions(request: EmulatorRequest): EmulatorResponse {
  const version = findVersion(request)
  const folder = schemaFolder(request, version)
  const { items, ...page } = takePage(version.actions.values(), request.query)
  return jsonResponse(200, { ...page, actions: items.map(action => renderAction(action, version, folder)) })
}

export function createAction(request: EmulatorRequest): EmulatorResponse {
  const version = findDraft(request)
  const payload = checkShape(ActionCreateShape, request.body)
  refuseProblems(variantProblems(payload, request.variants))
  applyRejectFault(request, payload.name)
  refuseTakenName('action', payload.name, version.actions)
  refuseProblems(actionProblems(payload, version.definitions))
  return jsonResponse(201, putAction(request, version, toRecord(payload, version, request.nextId)))
}

export function getAction(request: EmulatorRequest): EmulatorResponse {
  const version = findVersion(request)
  const action = findItem(request, 'action', version.actions)
  return jsonResponse(200, renderAction(action, version, schemaFolder(request, version)))
}

/** Replaces a stored action; a new name renames it. */
export function updateAction(request: EmulatorRequest): EmulatorResponse {
  const version = findDraft(request)
  const stored = findItem(request, 'action', version.actions)
  const { errors: _errors, ...payload } = checkShape(ActionShape, request.body)
  applyRejectFault(request, payload.name)
  if (payload.id !== stored.id) {
    refuseProblems([{ code: 'read_only', field: 'id', message: `is read-only; it is "${stored.id}"` }])
  }
  refuseTakenName('action', payload.name, version.actions, stored.id)
  refuseProblems(actionProblems(payload, version.definitions))
  return jsonResponse(200, putAction(request, version, toRecord(payload, version, request.nextId)))
}

export function deleteAction(request: EmulatorRequest): EmulatorResponse {
  const version = findDraft(request)
  const { id } = findItem(request, 'action', version.actions)
  request.store.commit([{ change: 'remove-action', in: keyOf(request, version), id }])
  return NO_CONTENT
}
