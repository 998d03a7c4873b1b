import { RESERVED_VERSIONS } from '../../../../lib/contract/requests.ts'
import { ApiError } from '../http/api-error.ts'
import type { Call } from '../http/call.ts'
import { type Connector, connectorKey, type Version, type VersionKey } from '../state/model.ts'

type Find = Pick<Call, 'store' | 'parameters'>

/** `latest` and `default` name whatever version is published, so they cannot be a version's own name. */
export function isReserved(name: string): boolean {
  return RESERVED_VERSIONS.some(reserved => reserved === name)
}

const notFound = (what: string, name: string, where: string): ApiError =>
  new ApiError(404, `${what}_not_found`, `There is no ${what} "${name}" in ${where}.`)

/** The version that was published last. */
export function latestVersion(connector: Connector): Version | undefined {
  let latest: Version | undefined
  for (const version of connector.versions.values()) {
    if (version.publishedAt !== null && version.publishedAt >= (latest?.publishedAt ?? '')) latest = version
  }
  return latest
}

/** The version of that name, or the newest published one for a reserved name. */
export function versionByName(connector: Connector, name: string): Version | undefined {
  return isReserved(name) ? latestVersion(connector) : connector.versions.byName(name)
}

/** The connector of the path; throws 404. */
export function findConnector({ store, parameters }: Find): Connector {
  const { organisation, connector } = parameters
  const found = store.connector(organisation, connector)
  if (found === undefined) throw notFound('connector', connector, `organisation "${organisation}"`)
  return found
}

/** The version of the path, for reading; throws 404. */
export function findVersion(find: Find): Version {
  const connector = findConnector(find)
  const { version: name } = find.parameters
  const found = versionByName(connector, name)
  if (found !== undefined) return found
  throw notFound('version', name, `connector "${connector.id}"${isReserved(name) ? ': none is published' : ''}`)
}

/** The version of the path, which may be published, under a name of its own; throws 400 for a reserved name, 404. */
export function findNamedVersion(find: Find): Version {
  const { version } = find.parameters
  findConnector(find)
  if (!isReserved(version)) return findVersion(find)
  throw new ApiError(
    400,
    'version_reserved',
    `"${version}" is a reserved name that can only be read; name a draft version.`,
  )
}

/** The draft version of the path, for writing; throws 400 for a reserved name, 404, and 409 for a published version. */
export function findDraft(find: Find): Version {
  const found = findNamedVersion(find)
  if (found.publishedAt === null) return found
  const message = `Version "${found.name}" is published and cannot change; unpublish it or create a new version.`
  throw new ApiError(409, 'version_published', message)
}

/** The item of a version that the path names; throws 404. */
export function findItem<T>(
  { parameters }: Find,
  what: 'action' | 'definition',
  items: { byName(name: string): T | undefined },
): T {
  const found = items.byName(parameters.name)
  if (found === undefined) throw notFound(what, parameters.name, `version "${parameters.version}"`)
  return found
}

/** Where mutations of a version's contents go. */
export function keyOf({ parameters }: Find, version: Version): VersionKey {
  return {
    connector: connectorKey(parameters.organisation, parameters.connector),
    version: version.id,
  }
}

/** Throws 409 when another item than the one of `id` has the name. */
export function refuseTakenName(
  what: 'action' | 'definition' | 'version',
  name: string,
  items: { byName(name: string): { readonly id: string } | undefined },
  id?: string,
): void {
  const holder = items.byName(name)
  if (holder === undefined || holder.id === id) return
  throw new ApiError(409, `${what}_exists`, `There is already ${what === 'action' ? 'an' : 'a'} ${what} "${name}".`, {
    fields: [{ field: 'name', message: 'is taken' }],
  })
}
