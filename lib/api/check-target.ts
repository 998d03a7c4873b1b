import { Id } from '../request/target.ts'
import { requireOrganisation } from './caller.ts'
import { CheckInput, parseInput } from './input.ts'
import { type ApiResponse, jsonResponse } from './response.ts'
import type { RouteRequest } from './route.ts'

/** Version that is checked without the parameter, as on the command line. */
const DEFAULT_VERSION = 'v1'

/**
 * Handles GET /targets/{organisation}/{connector}/check: examines token, platform, connector and version, without writes.
 * A check that fails is a finding, not a problem.
 * @throws Problem 403 or 422
 */
export async function checkTarget({ api, caller, path, query }: RouteRequest): Promise<ApiResponse> {
  const organisationId = parseInput(Id, path.organisation, 'organisation')
  const connectorId = parseInput(Id, path.connector, 'connector')
  const { version = DEFAULT_VERSION } = parseInput(CheckInput, query, '?')
  requireOrganisation(caller, organisationId)
  return jsonResponse(200, await api.check({ organisationId, connectorId, version }))
}
