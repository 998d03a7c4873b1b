import type { IncomingMessage } from 'node:http'
import type { Misbehaviour } from './faults/misbehaviour.ts'
import { ApiError, errorResponse } from './http/api-error.ts'
import { readJsonBody } from './http/body.ts'
import type { EmulatorRequest } from './http/request.ts'
import type { EmulatorResponse } from './http/response.ts'
import type { Match } from './http/router.ts'
import { INSPECTION } from './inspection.ts'

export type RequestContext = Pick<EmulatorRequest, 'origin' | 'store' | 'nextId'> & {
  /** Receives an error of the emulator itself, such as one of the state file. */
  readonly onError: (error: unknown) => void
  readonly maxBodyBytes: number
  readonly route: (method: string, pathname: string) => Match
  readonly misbehaviour: Misbehaviour
  readonly isTokenValid: (token: string) => boolean
}

/** Checks the token: an API key or id token after `Bearer`, or a signing-key token after `JWT`. @throws ApiError 401 */
const authorise = ({ headers }: IncomingMessage, { isTokenValid, misbehaviour }: RequestContext): void => {
  const [, scheme, token] = /^(Bearer|JWT) +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  const { tokenScheme = scheme } = misbehaviour.settings.variants
  if (token === undefined || scheme?.toLowerCase() !== tokenScheme?.toLowerCase()) {
    throw new ApiError(401, 'unauthorized', `Send the header "Authorization: ${tokenScheme ?? 'Bearer'} TOKEN".`)
  }
  if (!isTokenValid(token)) throw new ApiError(401, 'unauthorized', 'The bearer token is invalid or has expired.')
}

/** @returns the response, or undefined when the connection is cut, before or after the request is processed */
const respond = async (request: IncomingMessage, context: RequestContext): Promise<EmulatorResponse | undefined> => {
  const { misbehaviour, store, origin, nextId } = context
  const method = request.method ?? 'GET'
  const { pathname, searchParams } = new URL(request.url ?? '/', origin)
  const isApi = !pathname.startsWith(INSPECTION)
  const intercepted = isApi ? misbehaviour.intercept() : undefined
  if (intercepted !== undefined) return intercepted
  if (isApi && misbehaviour.resets()) return undefined
  if (isApi) authorise(request, context)
  const { route, parameters } = context.route(method, pathname)
  const missing = misbehaviour.missing(route.feature)
  if (missing !== undefined) return missing
  const body = route.reads === 'json' ? await readJsonBody(request, context.maxBodyBytes) : undefined
  const { rejects, settings } = misbehaviour
  const { variants } = settings
  const answer = route.handle({
    parameters,
    query: searchParams,
    body,
    origin,
    store,
    nextId,
    rejects,
    variants,
  })
  return isApi && method !== 'GET' && misbehaviour.losesResponse() ? undefined : answer
}

/** Handles one request, including errors. @returns the response, or undefined when it is lost */
export async function handleRequest(
  request: IncomingMessage,
  context: RequestContext,
): Promise<EmulatorResponse | undefined> {
  try {
    return await respond(request, context)
  } catch (error) {
    const { errors } = context.misbehaviour.settings.variants
    if (error instanceof ApiError) return errorResponse(error, errors === 'details')
    context.onError(error)
    const reason = error instanceof Error ? error.message : String(error)
    return errorResponse(new ApiError(500, 'emulator_failed', `Error in the emulator: ${reason}`))
  }
}
