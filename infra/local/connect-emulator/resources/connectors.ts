import { ApiError, refuseProblems } from '../http/api-error.ts'
import type { EmulatorRequest } from '../http/request.ts'
import { type EmulatorResponse, jsonResponse } from '../http/response.ts'
import { checkShape } from '../rules/check-shape.ts'
import { AuthSchemeShape, ConnectorCreateShape } from '../rules/connector-shapes.ts'
import type { Mutation } from '../state/model.ts'
import { connectorKey } from '../state/model.ts'
import { recordOfConnector } from '../state/snapshot.ts'
import type { Store } from '../state/store.ts'
import { findConnector } from './find.ts'
import { takePage } from './paging.ts'
import { renderConnector } from './render.ts'

export function getConnector(request: EmulatorRequest): EmulatorResponse {
  return jsonResponse(200, renderConnector(findConnector(request)))
}

/** Lists a page of connectors, the most recently updated first. */
export function listConnectors(request: EmulatorRequest): EmulatorResponse {
  const connectors = request.store.connectors(request.parameters.organisation)
  const sorted = connectors.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
  const { items, ...page } = takePage(sorted, request.query)
  return jsonResponse(200, { ...page, connectors: items.map(renderConnector) })
}

/** Creates a connector without versions. @throws ApiError 409 for a name that exists, if names must be unique */
export function createConnector(request: EmulatorRequest): EmulatorResponse {
  const { store, parameters, nextId, variants } = request
  const organisationId = parameters.organisation
  const { public: _public, connections: _connections, ...created } = checkShape(ConnectorCreateShape, request.body)
  const isTaken = store.connectors(organisationId).some(({ name }) => name === created.name)
  if (variants.connectorNames === 'unique' && isTaken) {
    throw new ApiError(409, 'connector_exists', `Connector "${created.name}" already exists.`, {
      fields: [{ field: 'name', message: 'already exists' }],
    })
  }
  const now = store.now()
  const record = { id: nextId(), organisationId, ...created, createdAt: now, updatedAt: now }
  store.commit([{ change: 'put-connector', record }])
  return jsonResponse(
    201,
    renderConnector(findConnector({ store, parameters: { ...parameters, connector: record.id } })),
  )
}

/** Adds an authentication scheme, or replaces the one with its id; the order of the others is kept. */
export function putAuthScheme(request: EmulatorRequest): EmulatorResponse {
  const { store, parameters } = request
  const connector = findConnector(request)
  const config = checkShape(AuthSchemeShape, request.body)
  if (config.id !== parameters.name)
    refuseProblems([{ code: 'id_differs', field: 'id', message: `must be "${parameters.name}", as in the path` }])
  const known = connector.authSchemeConfigs ?? []
  const authSchemeConfigs = known.some(({ id }) => id === config.id)
    ? known.map(scheme => (scheme.id === config.id ? config : scheme))
    : [...known, config]
  const record = { ...recordOfConnector(connector), authSchemeConfigs, updatedAt: store.now() }
  store.commit([{ change: 'put-connector', record }])
  return jsonResponse(200, renderConnector(findConnector(request)))
}

export type ConnectorSeed = {
  readonly organisationId: string
  readonly connectorId: string
  readonly name?: string
  readonly baseUrl: string
  /** True if a connector that exists keeps its base URL. */
  readonly isDefaultUrl?: boolean
  /** Names of draft versions. */
  readonly versions?: readonly string[]
}

/** Creates a connector and its versions unless they exist. */
export function seedConnector(
  { organisationId, connectorId, name, isDefaultUrl = false, versions = [], ...seed }: ConnectorSeed,
  { store, nextId }: { readonly store: Store; readonly nextId: () => string },
): void {
  const known = store.connector(organisationId, connectorId)
  const baseUrl = (isDefaultUrl ? known?.baseUrl : undefined) ?? seed.baseUrl
  const now = store.now()
  const times = { createdAt: now, updatedAt: now }
  const mutations: Mutation[] = []
  if (known === undefined || known.baseUrl !== baseUrl || (name !== undefined && known.name !== name)) {
    const record = {
      id: connectorId,
      organisationId,
      ...(known && recordOfConnector(known)),
      name: name ?? known?.name ?? connectorId,
      baseUrl,
      ...times,
      ...(known && { createdAt: known.createdAt }),
    }
    mutations.push({ change: 'put-connector', record })
  }
  for (const version of versions) {
    if (known?.versions.byName(version) !== undefined) continue
    const record = { id: nextId(), name: version, ...times, publishedAt: null }
    mutations.push({ change: 'put-version', in: connectorKey(organisationId, connectorId), record })
  }
  if (mutations.length > 0) store.commit(mutations)
}
