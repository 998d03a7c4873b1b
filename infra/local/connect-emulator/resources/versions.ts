import { type Answer, jsonAnswer, NO_CONTENT } from '../http/answer.ts'
import { ApiError, refuseProblems } from '../http/api-error.ts'
import type { Call } from '../http/call.ts'
import { checkShape } from '../rules/check-shape.ts'
import { VersionCreateShape, VersionShape } from '../rules/shapes.ts'
import { connectorKey, type Mutation, type VersionKey } from '../state/model.ts'
import { recordOfVersion } from '../state/snapshot.ts'
import { commitVersion } from './commit-version.ts'
import {
  findConnector,
  findDraft,
  findNamedVersion,
  findVersion,
  isReserved,
  refuseTakenName,
  versionByName,
} from './find.ts'
import { takePage } from './paging.ts'
import { renderVersion } from './render.ts'
import { copyContents } from './version-copy.ts'

const refuseReservedName = (name: string): void => {
  if (!isReserved(name)) return
  const message = `"${name}" is a reserved name; give the version another one.`
  throw new ApiError(400, 'version_reserved', message, { fields: [{ field: 'name', message: 'is reserved' }] })
}

/** A page of versions, the most recently updated first. */
export function listVersions(call: Call): Answer {
  const connector = findConnector(call)
  const versions = Array.from(connector.versions.values()).sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
  const query = new URLSearchParams(call.query)
  query.delete('name')
  const { items, ...page } = takePage(versions, query)
  return jsonAnswer(200, { ...page, items: items.map(version => renderVersion(version, connector)) })
}

/** A new draft, empty or with copies of all that `fromVersion` has. */
export function createVersion(call: Call): Answer {
  const connector = findConnector(call)
  const { name, fromVersion } = checkShape(VersionCreateShape, call.body)
  refuseReservedName(name)
  refuseTakenName('version', name, connector.versions)
  const source = fromVersion === undefined ? undefined : versionByName(connector, fromVersion)
  if (fromVersion !== undefined && source === undefined) {
    refuseProblems([{ code: 'version_unknown', field: 'fromVersion', message: `there is no version "${fromVersion}"` }])
  }
  const now = call.store.now()
  const record = { id: call.nextId(), name, createdAt: now, updatedAt: now, publishedAt: null }
  const { definitions, actions } =
    source === undefined ? { definitions: [], actions: [] } : copyContents(source, call.nextId)
  const contents = (key: VersionKey): Mutation[] => [
    ...definitions.map((definition): Mutation => ({ change: 'put-definition', in: key, record: definition })),
    ...actions.map((action): Mutation => ({ change: 'put-action', in: key, record: action })),
  ]
  return jsonAnswer(201, commitVersion(call, record, contents))
}

export function getVersion(call: Call): Answer {
  return jsonAnswer(200, renderVersion(findVersion(call), findConnector(call)))
}

/** Changes name and description; whatever else differs from the stored version is refused. */
export function updateVersion(call: Call): Answer {
  const version = findDraft(call)
  const connector = findConnector(call)
  const { name, description, messages: _messages, ...readOnly } = checkShape(VersionShape, call.body)
  const stored = new Map<string, unknown>(Object.entries(renderVersion(version, connector)))
  refuseProblems(
    Object.entries(readOnly)
      .filter(([field, value]) => stored.get(field) !== value)
      .map(([field]) => ({
        code: 'read_only',
        field,
        message: `is read-only; it is ${JSON.stringify(stored.get(field))}`,
      })),
  )
  refuseReservedName(name)
  refuseTakenName('version', name, connector.versions, version.id)
  const { description: _description, ...record } = recordOfVersion(version)
  const updated = {
    ...record,
    name,
    ...(description === undefined ? {} : { description }),
    updatedAt: call.store.now(),
  }
  return jsonAnswer(200, commitVersion(call, updated))
}

/** Deletes a draft, or with `?force=true` any version. */
export function deleteVersion(call: Call): Answer {
  const version = call.query.get('force') === 'true' ? findNamedVersion(call) : findDraft(call)
  const { organisation, connector } = call.parameters
  call.store.commit([{ change: 'remove-version', in: connectorKey(organisation, connector), id: version.id }])
  return NO_CONTENT
}
