import type { ConnectError, RequestLine } from '../errors.ts'
import type { Outage } from '../pacing/outage.ts'
import type { Attempt, Failed } from './attempt.ts'
import { type Backoff, backoff } from './backoff.ts'

export type RetryLimits = {
  readonly backoff: Backoff
  /** Maximum number of failed attempts of one request while other requests get responses. */
  readonly maxAttempts: number
  /** Maximum time that one request may be throttled, in milliseconds. */
  readonly maxThrottledMs: number
  /** Maximum Retry-After to wait for, in milliseconds. With a longer one the request ends as `unavailable`. */
  readonly maxRetryAfterMs: number
}

export const DEFAULT_RETRY_LIMITS: RetryLimits = {
  backoff: { baseMs: 250, capMs: 10_000 },
  maxAttempts: 6,
  maxThrottledMs: 120_000,
  maxRetryAfterMs: 60_000,
}

/** Attempts of a request so far, with the current one. `startedAt`: time of the first attempt (epoch ms). */
export type RetryProgress = { readonly startedAt: number; readonly failures: number; readonly throttles: number }

/** Retry after a wait, or the final error. */
export type RetryDecision = { readonly waitMs: number } | { readonly giveUp: ConnectError }

export type RetryContext = {
  readonly line: RequestLine
  readonly limits: RetryLimits
  readonly outage: Outage
  /** Current time (epoch ms). */
  readonly now: number
  /** Random number, 0 to 1. */
  readonly random: number
  /** The import should end: no request is repeated. */
  readonly isCancelled: boolean
}

const errorOf = (kind: 'unavailable' | 'uncertain', line: RequestLine, failed: Failed): ConnectError => ({
  kind,
  ...line,
  cause: failed.cause,
  ...(failed.status === undefined ? {} : { status: failed.status }),
  ...(failed.retryAfterMs === undefined ? {} : { retryAfterMs: failed.retryAfterMs }),
  ...(failed.requestId === undefined ? {} : { requestId: failed.requestId }),
})

const isSpent = (attempt: Attempt<unknown>, progress: RetryProgress, { limits, outage, now }: RetryContext): boolean =>
  attempt.kind === 'throttled'
    ? now - progress.startedAt >= limits.maxThrottledMs
    : // If no request gets a response, the outage decides.
      progress.failures >= limits.maxAttempts && outage.answeredSince(progress.startedAt)

/**
 * Decides if a failed or throttled attempt is repeated. A POST is repeated only if it certainly had no effect, and nothing
 * after a request to cancel.
 * @param progress includes this attempt
 */
export function decideRetry(
  attempt: Extract<Attempt<unknown>, { failed: Failed }>,
  progress: RetryProgress,
  context: RetryContext,
): RetryDecision {
  const { failed } = attempt
  const { line, limits, outage, random, isCancelled } = context
  const unavailable: RetryDecision = { giveUp: errorOf('unavailable', line, failed) }
  if ((failed.retryAfterMs ?? 0) > limits.maxRetryAfterMs) return unavailable
  if (line.method === 'POST' && failed.mayBeDone) return { giveUp: errorOf('uncertain', line, failed) }
  if (isCancelled || (attempt.kind === 'failed' && outage.isDown())) return unavailable
  if (isSpent(attempt, progress, context))
    return attempt.kind === 'failed' && failed.refusal ? { giveUp: failed.refusal } : unavailable
  const count = attempt.kind === 'throttled' ? progress.throttles : progress.failures
  return { waitMs: backoff(limits.backoff, count, random, failed.retryAfterMs) }
}
