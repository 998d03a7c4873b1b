import * as v from 'valibot'
import { Id, VersionName } from '../request/target.ts'
import type { LastImport, TargetPosition } from '../store/last-imports.ts'
import { ConnectorsInput, invalid, parseInput } from './input.ts'
import { organisationOf } from './organisation.ts'
import { type ApiResponse, jsonResponse } from './response.ts'
import type { RouteRequest } from './route.ts'

/** Targets per page of the list. */
const PAGE_SIZE = 100

/**
 * Handles GET /connectors: lists the connectors of an organisation, with the last import of each version.
 * @throws Problem 403 or 422
 */
export async function listConnectors({ api, caller, query }: RouteRequest): Promise<ApiResponse> {
  const input = parseInput(ConnectorsInput, query, '?')
  const organisationId = organisationOf(caller, input.organisationId)
  const after = input.next === undefined ? undefined : decodePosition(input.next)
  const { imports, next } = await api.lastImports.page({ organisationId, after, limit: PAGE_SIZE })
  return jsonResponse(200, { connectors: imports.map(describe), next: next && encodePosition(next) })
}

const describe = ({ importId, target, caller, status, startedAt, ...record }: LastImport) => ({
  ...{ target, importId, caller, status, startedAt },
  finishedAt: record.finishedAt,
  reason: record.reason,
  document: record.document,
  counts: record.counts,
  links: { import: `/imports/${importId}` },
})

const Position = v.pipe(v.string(), v.parseJson(), v.strictTuple([Id, VersionName]))

const encodePosition = ({ connectorId, version }: TargetPosition): string =>
  Buffer.from(JSON.stringify([connectorId, version])).toString('base64url')

// Not signed: a forged position is only ever looked up in the list of the requested organisation.
const decodePosition = (next: string): TargetPosition => {
  const position = v.safeParse(Position, Buffer.from(next, 'base64url').toString('utf8'))
  if (!position.success) throw invalid([{ pointer: '?next', detail: 'must be the "next" of an earlier page' }])
  const [connectorId, version] = position.output
  return { connectorId, version }
}
