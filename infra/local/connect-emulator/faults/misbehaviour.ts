import { ApiError, errorResponse } from '../http/api-error.ts'
import { type EmulatorResponse, textResponse } from '../http/response.ts'
import { seededRandom } from './random.ts'
import type { FaultSettings, Feature } from './settings.ts'
import { createTokenBucket } from './token-bucket.ts'

/** The active faults and their counters. */
export type Misbehaviour = {
  readonly settings: FaultSettings
  /** Counts a request. @returns the response of a fault, or undefined when the request is handled */
  intercept(): EmulatorResponse | undefined
  /** Decides whether the connection is cut before the request is handled. */
  resets(): boolean
  /** Returns the next token, once, after `rotateTokenAfter` requests. */
  nextToken(): string | undefined
  /** Returns the response for a feature that is turned off or forbidden. */
  missing(feature: Feature | undefined): EmulatorResponse | undefined
  /** Counts a successful write. @returns true when its response is lost */
  losesResponse(): boolean
  /** Decides whether a new or changed action or trigger is rejected. */
  rejects(type: 'action' | 'trigger', name: string): boolean
}

/** 502 and 503 come from a gateway, in HTML. */
const failure = (status: 500 | 502 | 503): EmulatorResponse =>
  status === 500
    ? errorResponse(new ApiError(500, 'internal', 'Internal error. Try again.'))
    : textResponse(
        status,
        'text/html',
        `<html><head><title>${status}</title></head><body>Try again later.</body></html>\n`,
      )

const throttled = (retryAfterSeconds: number): EmulatorResponse =>
  errorResponse(
    new ApiError(429, 'too_many_requests', `Too many requests. Wait ${retryAfterSeconds} s.`, {
      headers: { 'retry-after': String(retryAfterSeconds) },
    }),
  )

/** Creates the faults of `settings` with new counters. `now` is in milliseconds. */
export function createMisbehaviour(settings: FaultSettings, now: () => number): Misbehaviour {
  const { throttle, failEvery, failRate = 0, resetRate = 0, loseAnswerEvery, loseAnswerRate = 0 } = settings
  const { rotateTokenAfter } = settings
  const random = seededRandom(settings.seed)
  const passes = throttle && createTokenBucket({ perSecond: throttle.requestsPerSecond, now })
  const rejected = { action: new Set(settings.rejectActions), trigger: new Set(settings.rejectTriggers) }
  let requests = 0
  let writes = 0
  let rotated = false
  return {
    settings,
    intercept() {
      requests += 1
      if (throttle && passes?.() === false) return throttled(throttle.retryAfterSeconds)
      const turn = failEvery !== undefined && requests % failEvery === 0
      return turn || (failRate > 0 && random() < failRate) ? failure(settings.failStatus) : undefined
    },
    resets: () => resetRate > 0 && random() < resetRate,
    nextToken() {
      if (rotated || rotateTokenAfter === undefined || requests <= rotateTokenAfter) return undefined
      rotated = true
      return settings.nextToken
    },
    missing(feature) {
      if (feature !== undefined && settings.forbidden?.includes(feature))
        return errorResponse(new ApiError(403, 'forbidden', `The token has no right to ${feature}.`))
      if (feature === undefined || !settings.notImplemented.includes(feature)) return undefined
      const status = settings.notImplementedStatus
      // A server without the route has no error body of the contract.
      if (status === 404) return textResponse(404, 'text/plain', '404 page not found\n')
      return errorResponse(new ApiError(status, 'not_implemented', `${feature} is not available.`))
    },
    losesResponse() {
      writes += 1
      const turn = loseAnswerEvery !== undefined && writes % loseAnswerEvery === 0
      return turn || (loseAnswerRate > 0 && random() < loseAnswerRate)
    },
    rejects: (type, name) => rejected[type].has(name),
  }
}
