import { type Answer, json } from './answer.ts'
import description from './openapi.json' with { type: 'json' }

/** GET /openapi.json: this API, as OpenAPI 3.1. */
export async function getDescription(): Promise<Answer> {
  return json(200, description)
}
