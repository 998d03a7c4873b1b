import { ApiError, refuseProblems } from '../http/api-error.ts'
import type { EmulatorRequest } from '../http/request.ts'
import { type EmulatorResponse, jsonResponse, NO_CONTENT } from '../http/response.ts'
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
  const message = `"${name}" is a reserved name; use another one.`
  throw new ApiError(400, 'version_reserved', message, { fields: [{ field: 'name', message: 'is reserved' }] })
}

/** Lists a page of versions, the most recently updated first. */
export function listVersions(request: EmulatorRequest): EmulatorResponse {
  const connector = findConnector(request)
  const versions = Array.from(connector.versions.values()).sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
  const query = new URLSearchParams(request.query)
  query.delete('name')
  const { items, ...page } = takePage(versions, query)
  return jsonResponse(200, { ...page, items: items.map(version => renderVersion(version, connector)) })
}

/** Creates a draft, empty or with a copy of the contents of `fromVersion`. */
export function createVersion(request: EmulatorRequest): EmulatorResponse {
  const connector = findConnector(request)
  const { name, fromVersion } = checkShape(VersionCreateShape, request.body)
  refuseReservedName(name)
  refuseTakenName('version', name, connector.versions)
  const source = fromVersion === undefined ? undefined : versionByName(connector, fromVersion)
  if (fromVersion !== undefined && source === undefined) {
    refuseProblems([{ code: 'version_unknown', field: 'fromVersion', message: `version "${fromVersion}" not found` }])
  }
  const now = request.store.now()
  const record = { id: request.nextId(), name, createdAt: now, updatedAt: now, publishedAt: null }
  const { definitions, actions, triggers } =
    source === undefined ? { definitions: [], actions: [], triggers: [] } : copyContents(source, request.nextId)
  const contents = (key: VersionKey): Mutation[] => [
    ...definitions.map((definition): Mutation => ({ change: 'put-definition', in: key, record: definition })),
    ...actions.map((action): Mutation => ({ change: 'put-action', in: key, record: action })),
    ...triggers.map((trigger): Mutation => ({ change: 'put-trigger', in: key, record: trigger })),
  ]
  return jsonResponse(201, commitVersion(request, record, contents))
}

export function getVersion(request: EmulatorRequest): EmulatorResponse {
  return jsonResponse(200, renderVersion(findVersion(request), findConnector(request)))
}

/** Changes the name and description. @throws ApiError 400 when another field differs from the stored version */
export function updateVersion(request: EmulatorRequest): EmulatorResponse {
  const version = findDraft(request)
  const connector = findConnector(request)
  const { name, description, messages: _messages, ...readOnly } = checkShape(VersionShape, request.body)
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
    updatedAt: request.store.now(),
  }
  return jsonResponse(200, commitVersion(request, updated))
}

/** Deletes a draft, or with `?force=true` any version. */
export function deleteVersion(request: EmulatorRequest): EmulatorResponse {
  const version = request.query.get('force') === 'true' ? findNamedVersion(request) : findDraft(request)
  const { organisation, connector } = request.parameters
  request.store.commit([{ change: 'remove-version', in: connectorKey(organisation, connector), id: version.id }])
  return NO_CONTENT
}
