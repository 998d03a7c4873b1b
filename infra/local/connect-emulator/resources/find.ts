import { RESERVED_VERSIONS } from '../../../../lib/contract/requests.ts'
import { ApiError } from '../http/api-error.ts'
import type { EmulatorRequest } from '../http/request.ts'
import { type Connector, connectorKey, type Version, type VersionKey } from '../state/model.ts'

type Find = Pick<EmulatorRequest, 'store' | 'parameters'>

/** `latest` and `default` are aliases of the published version. */
export function isReserved(name: string): boolean {
  return RESERVED_VERSIONS.some(reserved => reserved === name)
}

const notFound = (what: string, name: string, where: string): ApiError =>
  new ApiError(404, `${what}_not_found`, `${what[0]?.toUpperCase()}${what.slice(1)} "${name}" not found in ${where}.`)

/** Returns the version that was published last. */
export function latestVersion(connector: Connector): Version | undefined {
  let latest: Version | undefined
  for (const version of connector.versions.values()) {
    if (version.publishedAt !== null && version.publishedAt >= (latest?.publishedAt ?? '')) latest = version
  }
  return latest
}

/** Returns the version with this name, or the latest published one for a reserved name. */
export function versionByName(connector: Connector, name: string): Version | undefined {
  return isReserved(name) ? latestVersion(connector) : connector.versions.byName(name)
}

/** @throws ApiError 404 when the connector of the path does not exist */
export function findConnector({ store, parameters }: Find): Connector {
  const { organisation, connector } = parameters
  const found = store.connector(organisation, connector)
  if (found === undefined) throw notFound('connector', connector, `organisation "${organisation}"`)
  return found
}

/** @throws ApiError 404 when the version of the path does not exist */
export function findVersion(find: Find): Version {
  const connector = findConnector(find)
  const { version: name } = find.parameters
  const found = versionByName(connector, name)
  if (found !== undefined) return found
  throw notFound('version', name, `connector "${connector.id}"${isReserved(name) ? ': no version is published' : ''}`)
}

/** Finds a draft or published version by its own name. @throws ApiError 400 for a reserved name, 404 when not found */
export function findNamedVersion(find: Find): Version {
  const { version } = find.parameters
  findConnector(find)
  if (!isReserved(version)) return findVersion(find)
  throw new ApiError(
    400,
    'version_reserved',
    `"${version}" is a reserved name and read-only; use the name of a draft version.`,
  )
}

/** Finds a draft version. @throws ApiError 400 for a reserved name, 404 when not found, 409 for a published version */
export function findDraft(find: Find): Version {
  const found = findNamedVersion(find)
  if (found.publishedAt === null) return found
  const message = `Version "${found.name}" is published and read-only; unpublish it or create a new version.`
  throw new ApiError(409, 'version_published', message)
}

/** Finds the item with the name in the path. @throws ApiError 404 */
export function findItem<T>(
  { parameters }: Find,
  what: 'action' | 'trigger' | 'definition',
  items: { byName(name: string): T | undefined },
): T {
  const found = items.byName(parameters.name)
  if (found === undefined) throw notFound(what, parameters.name, `version "${parameters.version}"`)
  return found
}

/** Returns the key of a version for mutations of its contents. */
export function keyOf({ parameters }: Find, version: Version): VersionKey {
  return {
    connector: connectorKey(parameters.organisation, parameters.connector),
    version: version.id,
  }
}

/** @throws ApiError 409 when another item than the one with `id` has the name */
export function refuseTakenName(
  what: 'action' | 'trigger' | 'definition' | 'version',
  name: string,
  items: { byName(name: string): { readonly id: string } | undefined },
  id?: string,
): void {
  const holder = items.byName(name)
  if (holder === undefined || holder.id === id) return
  throw new ApiError(409, `${what}_exists`, `${what[0]?.toUpperCase()}${what.slice(1)} "${name}" already exists.`, {
    fields: [{ field: 'name', message: 'already exists' }],
  })
}
