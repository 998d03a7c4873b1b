import description from './openapi.json' with { type: 'json' }
import { type ApiResponse, jsonResponse } from './response.ts'

/** Handles GET /openapi.json: returns the OpenAPI 3.1 description of this API. */
export async function getDescription(): Promise<ApiResponse> {
  return jsonResponse(200, description)
}
