import { OverviewInput, parseInput } from './input.ts'
import { organisationOf } from './organisation.ts'
import { type ApiResponse, jsonResponse } from './response.ts'
import type { RouteRequest } from './route.ts'

/**
 * Handles GET /overview: writes the page with the last imports of an organisation, and links to it.
 * @throws Problem 403 or 422
 */
export async function getOverview({ api, caller, query }: RouteRequest): Promise<ApiResponse> {
  const { organisationId } = parseInput(OverviewInput, query, '?')
  const key = await api.writeOverview(organisationOf(caller, organisationId))
  const { url, expiresAt } = await api.presigner.download(key)
  return jsonResponse(200, { links: { page: url }, linksExpireAt: expiresAt })
}
