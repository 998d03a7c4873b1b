import { type Answer, textAnswer } from '../http/answer.ts'
import { ApiError, errorAnswer } from '../http/api-error.ts'
import { seededRandom } from './random.ts'
import type { FaultSettings, Feature } from './settings.ts'
import { createTokenBucket } from './token-bucket.ts'

/** The faults in force, with the counters that say whose turn it is. */
export type Misbehaviour = {
  readonly settings: FaultSettings
  /** Counts a request; gives the answer that it gets instead of being handled, if any. */
  intercept(): Answer | undefined
  /** Says whether the request's connection is cut instead. */
  resets(): boolean
  /** The token that replaces the present one, once, when its time has come. */
  nextToken(): string | undefined
  /** The answer of a feature that is switched off. */
  missing(feature: Feature | undefined): Answer | undefined
  /** Counts a successful write; says whether its answer gets lost. */
  losesAnswer(): boolean
  rejectsAction(name: string): boolean
}

/** A gateway in front of the platform answers 502 and 503, and it speaks HTML. */
const failure = (status: 500 | 502 | 503): Answer =>
  status === 500
    ? errorAnswer(new ApiError(500, 'internal', 'Something went wrong on the platform. Try again.'))
    : textAnswer(
        status,
        'text/html',
        `<html><head><title>${status}</title></head><body>Try again later.</body></html>\n`,
      )

const throttled = (retryAfterSeconds: number): Answer =>
  errorAnswer(
    new ApiError(429, 'too_many_requests', `Too many requests. Wait ${retryAfterSeconds} s.`, {
      headers: { 'retry-after': String(retryAfterSeconds) },
    }),
  )

/** Makes the faults of `settings` happen; counting begins here, time is in milliseconds. */
export function createMisbehaviour(settings: FaultSettings, now: () => number): Misbehaviour {
  const { throttle, failEvery, failRate = 0, resetRate = 0, loseAnswerEvery, loseAnswerRate = 0 } = settings
  const { rotateTokenAfter } = settings
  const random = seededRandom(settings.seed)
  const passes = throttle && createTokenBucket({ perSecond: throttle.requestsPerSecond, now })
  const rejected = new Set(settings.rejectActions)
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
      if (feature === undefined || !settings.notImplemented.includes(feature)) return undefined
      const status = settings.notImplementedStatus
      // A server that has no such route knows nothing of error bodies.
      if (status === 404) return textAnswer(404, 'text/plain', '404 page not found\n')
      return errorAnswer(new ApiError(status, 'not_implemented', `${feature} is not available.`))
    },
    losesAnswer() {
      writes += 1
      const turn = loseAnswerEvery !== undefined && writes % loseAnswerEvery === 0
      return turn || (loseAnswerRate > 0 && random() < loseAnswerRate)
    },
    rejectsAction: name => rejected.has(name),
  }
}
