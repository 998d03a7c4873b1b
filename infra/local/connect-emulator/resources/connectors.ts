import type { EmulatorRequest } from '../http/request.ts'
import { type EmulatorResponse, jsonResponse } from '../http/response.ts'
import type { Mutation } from '../state/model.ts'
import { connectorKey } from '../state/model.ts'
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

export type ConnectorSeed = {
  readonly organisationId: string
  readonly connectorId: string
  readonly name?: string
  readonly baseUrl: string
  /** Names of draft versions. */
  readonly versions?: readonly string[]
}

/** Creates a connector and its versions unless they exist. */
export function seedConnector(
  { organisationId, connectorId, name, baseUrl, versions = [] }: ConnectorSeed,
  { store, nextId }: { readonly store: Store; readonly nextId: () => string },
): void {
  const known = store.connector(organisationId, connectorId)
  const now = store.now()
  const times = { createdAt: now, updatedAt: now }
  const mutations: Mutation[] = []
  if (known === undefined || known.baseUrl !== baseUrl || (name !== undefined && known.name !== name)) {
    const record = {
      id: connectorId,
      organisationId,
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
