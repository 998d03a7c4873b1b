import type { ConnectError, RequestLine } from '../errors.ts'
import type { Outage } from '../pacing/outage.ts'
import type { Attempt, Failed } from './attempt.ts'
import { type Backoff, backoff } from './backoff.ts'

export type RetryLimits = {
  readonly backoff: Backoff
  /** Attempts of one request that fail while others succeed, before it is given up. */
  readonly maxAttempts: number
  /** How long one request may be throttled, in milliseconds. */
  readonly maxThrottledMs: number
  /** A longer Retry-After is not waited for here but handed to the caller, in milliseconds. */
  readonly maxRetryAfterMs: number
}

export const DEFAULT_RETRY_LIMITS: RetryLimits = {
  backoff: { baseMs: 250, capMs: 10_000 },
  maxAttempts: 6,
  maxThrottledMs: 120_000,
  maxRetryAfterMs: 60_000,
}

/** What a request has been through since it was first sent. Times in milliseconds since the epoch. */
export type History = { readonly startedAt: number; readonly failures: number; readonly throttles: number }

/** Wait that many milliseconds and send again, or give up. */
export type Decision = { readonly waitMs: number } | { readonly giveUp: ConnectError }

export type Surroundings = {
  readonly line: RequestLine
  readonly limits: RetryLimits
  readonly outage: Outage
  readonly now: number
  /** From 0 up to 1. */
  readonly random: number
}

const withoutAnswer = (kind: 'unavailable' | 'uncertain', line: RequestLine, failed: Failed): ConnectError => ({
  kind,
  ...line,
  cause: failed.cause,
  ...(failed.status === undefined ? {} : { status: failed.status }),
  ...(failed.retryAfterMs === undefined ? {} : { retryAfterMs: failed.retryAfterMs }),
  ...(failed.requestId === undefined ? {} : { requestId: failed.requestId }),
})

const isSpent = (attempt: Attempt<unknown>, history: History, { limits, outage, now }: Surroundings): boolean =>
  attempt.kind === 'throttled'
    ? now - history.startedAt >= limits.maxThrottledMs
    : // While nobody gets an answer it is not this request's fault: the outage decides.
      history.failures >= limits.maxAttempts && outage.answeredSince(history.startedAt)

/**
 * What to do after a failed or throttled attempt, which `history` counts already.
 * A POST is repeated only where it certainly had no effect.
 */
export function decide(
  attempt: Extract<Attempt<unknown>, { failed: Failed }>,
  history: History,
  surroundings: Surroundings,
): Decision {
  const { failed } = attempt
  const { line, limits, outage, random } = surroundings
  const unavailable: Decision = { giveUp: withoutAnswer('unavailable', line, failed) }
  if ((failed.retryAfterMs ?? 0) > limits.maxRetryAfterMs) return unavailable
  if (line.method === 'POST' && failed.mayBeDone) return { giveUp: withoutAnswer('uncertain', line, failed) }
  if (attempt.kind === 'failed' && outage.isDown()) return unavailable
  if (isSpent(attempt, history, surroundings))
    return attempt.kind === 'failed' && failed.refusal ? { giveUp: failed.refusal } : unavailable
  const count = attempt.kind === 'throttled' ? history.throttles : history.failures
  return { waitMs: backoff(limits.backoff, count, random, failed.retryAfterMs) }
}
