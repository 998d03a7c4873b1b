import { documentPrefix } from '../store/keys.ts'
import { type Answer, json } from './answer.ts'
import type { Call } from './call.ts'
import { requireOrganisation } from './caller.ts'
import { parseInput, uploadInput } from './input.ts'

/** POST /uploads: a form that uploads one file of exactly that size and type; the upload then starts its import. */
export async function createUpload({ api, caller, body }: Call): Promise<Answer> {
  const { target, filename, size, contentType } = parseInput(uploadInput(api.maxBytes), body)
  requireOrganisation(caller, target.organisationId)
  const key = documentPrefix(target) + filename
  return json(200, { key, ...(await api.presigner.upload({ key, size, contentType })) })
}
