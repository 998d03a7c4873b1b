import type { GenericSchema } from 'valibot'
import { refuseProblems } from '../http/api-error.ts'
import type { EmulatorRequest } from '../http/request.ts'
import { type EmulatorResponse, jsonResponse, NO_CONTENT } from '../http/response.ts'
import { type ActionPayload, actionProblems, type LinkPayload, linkedDefinition } from '../rules/action-rules.ts'
import { variantProblems } from '../rules/action-variants.ts'
import { checkShape } from '../rules/check-shape.ts'
import { ActionCreateShape, ActionShape, TriggerCreateShape, TriggerShape } from '../rules/shapes.ts'
import type { Collection } from '../state/collection.ts'
import type { Mutation, Version, VersionKey } from '../state/model.ts'
import type { ActionRecord, LinkRecord, TriggerRecord } from '../state/records.ts'
import { findDraft, findItem, findVersion, keyOf, refuseTakenName } from './find.ts'
import { takePage } from './paging.ts'
import { renderAction } from './render.ts'
import { schemaFolder } from './schema-url.ts'

type NewPayload = Pick<TriggerRecord, 'type' | 'name' | 'summary' | 'description'> & ActionPayload
type StoredPayload = NewPayload & { readonly id: string; readonly errors?: unknown }

/** Differences between actions and triggers. */
type Kind<Item extends TriggerRecord> = {
  readonly type: 'action' | 'trigger'
  /** Property of a page that holds the items. */
  readonly property: string
  readonly shapes: {
    readonly created: GenericSchema<unknown, NewPayload>
    readonly stored: GenericSchema<unknown, StoredPayload>
  }
  readonly items: (version: Version) => Collection<Item>
  readonly put: (key: VersionKey, record: Item) => Mutation
}

const ACTIONS: Kind<ActionRecord> = {
  type: 'action',
  property: 'actions',
  shapes: { created: ActionCreateShape, stored: ActionShape },
  items: ({ actions }) => actions,
  put: (key, record) => ({ change: 'put-action', in: key, record }),
}

const TRIGGERS: Kind<TriggerRecord> = {
  type: 'trigger',
  property: 'triggers',
  shapes: { created: TriggerCreateShape, stored: TriggerShape },
  items: ({ triggers }) => triggers,
  put: (key, record) => ({ change: 'put-trigger', in: key, record }),
}

/** Converts a valid payload to a record. Its ids stay; missing ids are created. */
const toRecord = (
  { id, requestBody, responses, ...rest }: NewPayload & { readonly id?: string },
  version: Version,
  nextId: () => string,
): TriggerRecord => {
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
  // The id of the item is created last, so that it is the greatest of its ids.
  return { id: id ?? nextId(), ...rest, ...parts }
}

/** Creates the handlers of one kind: list, create, get, update, remove. */
const handlersOf = <Item extends TriggerRecord>({ type, property, shapes, items, put }: Kind<Item>) => {
  const applyRejectFault = ({ rejects }: EmulatorRequest, name: string): void => {
    if (!rejects(type, name)) return
    const fault = type === 'action' ? 'rejectActions' : 'rejectTriggers'
    refuseProblems([
      { code: `${type}_rejected`, field: 'name', message: `"${name}" is rejected by the fault ${fault}` },
    ])
  }
  const store = (request: EmulatorRequest, version: Version, payload: NewPayload) => {
    // The shape of the kind has checked its fields.
    const record = toRecord(payload, version, request.nextId) as Item
    request.store.commit([put(keyOf(request, version), record)])
    return renderAction(record, version, schemaFolder(request, version))
  }

  return {
    list: (request: EmulatorRequest): EmulatorResponse => {
      const version = findVersion(request)
      const folder = schemaFolder(request, version)
      const { items: found, ...page } = takePage(items(version).values(), request.query)
      return jsonResponse(200, { ...page, [property]: found.map(item => renderAction(item, version, folder)) })
    },
    create: (request: EmulatorRequest): EmulatorResponse => {
      const version = findDraft(request)
      const payload = checkShape(shapes.created, request.body)
      refuseProblems(variantProblems(payload, request.variants))
      applyRejectFault(request, payload.name)
      refuseTakenName(type, payload.name, items(version))
      refuseProblems(actionProblems(payload, version.definitions))
      return jsonResponse(201, store(request, version, payload))
    },
    get: (request: EmulatorRequest): EmulatorResponse => {
      const version = findVersion(request)
      const item = findItem(request, type, items(version))
      return jsonResponse(200, renderAction(item, version, schemaFolder(request, version)))
    },
    /** Replaces a stored item; a new name renames it. */
    update: (request: EmulatorRequest): EmulatorResponse => {
      const version = findDraft(request)
      const stored = findItem(request, type, items(version))
      const { errors: _errors, ...payload } = checkShape(shapes.stored, request.body)
      applyRejectFault(request, payload.name)
      if (payload.id !== stored.id) {
        refuseProblems([{ code: 'read_only', field: 'id', message: `is read-only; it is "${stored.id}"` }])
      }
      refuseTakenName(type, payload.name, items(version), stored.id)
      refuseProblems(actionProblems(payload, version.definitions))
      return jsonResponse(200, store(request, version, payload))
    },
    remove: (request: EmulatorRequest): EmulatorResponse => {
      const version = findDraft(request)
      const { id } = findItem(request, type, items(version))
      request.store.commit([{ change: `remove-${type}`, in: keyOf(request, version), id }])
      return NO_CONTENT
    },
  }
}

export const actions = handlersOf(ACTIONS)
export const triggers = handlersOf(TRIGGERS)
