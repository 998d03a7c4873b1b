import type { IncomingMessage } from 'node:http'
import type { Misbehaviour } from './faults/misbehaviour.ts'
import type { Answer } from './http/answer.ts'
import { ApiError, errorAnswer } from './http/api-error.ts'
import { readJsonBody } from './http/body.ts'
import type { Call } from './http/call.ts'
import type { Match } from './http/router.ts'
import { INSPECTION } from './inspection.ts'

export type Surroundings = Pick<Call, 'origin' | 'store' | 'nextId'> & {
  readonly maxBodyBytes: number
  readonly route: (method: string, pathname: string) => Match
  readonly misbehaviour: Misbehaviour
  readonly isTokenValid: (token: string) => boolean
}

/** Throws 401 unless the request carries the token: an API key or id token after `Bearer`, a signing-key token after `JWT`. */
const authorise = ({ headers }: IncomingMessage, isTokenValid: (token: string) => boolean): void => {
  const [, token] = /^(?:Bearer|JWT) +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (token === undefined) {
    throw new ApiError(401, 'unauthorized', 'Send the header "Authorization: Bearer TOKEN".')
  }
  if (!isTokenValid(token)) throw new ApiError(401, 'unauthorized', 'The bearer token is not valid (any more).')
}

/** Answers one request; undefined means that the connection is cut, before or after the work was done. */
const respond = async (request: IncomingMessage, around: Surroundings): Promise<Answer | undefined> => {
  const { misbehaviour, store, origin, nextId } = around
  const method = request.method ?? 'GET'
  const { pathname, searchParams } = new URL(request.url ?? '/', origin)
  const isApi = !pathname.startsWith(INSPECTION)
  const intercepted = isApi ? misbehaviour.intercept() : undefined
  if (intercepted !== undefined) return intercepted
  if (isApi && misbehaviour.resets()) return undefined
  if (isApi) authorise(request, around.isTokenValid)
  const { route, parameters } = around.route(method, pathname)
  const missing = misbehaviour.missing(route.feature)
  if (missing !== undefined) return missing
  const body = route.reads === 'json' ? await readJsonBody(request, around.maxBodyBytes) : undefined
  const { rejectsAction } = misbehaviour
  const answer = route.handle({ parameters, query: searchParams, body, origin, store, nextId, rejectsAction })
  return isApi && method !== 'GET' && misbehaviour.losesAnswer() ? undefined : answer
}

/** Answers one request, refusals and failures included; undefined means that the answer gets lost. */
export async function handleRequest(request: IncomingMessage, around: Surroundings): Promise<Answer | undefined> {
  try {
    return await respond(request, around)
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error)
    const reason = error instanceof Error ? error.message : String(error)
    return errorAnswer(new ApiError(500, 'emulator_failed', `The emulator itself failed: ${reason}`))
  }
}
