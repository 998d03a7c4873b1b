import type { GenericSchema } from 'valibot'
import { type ConnectError, type ConnectResult, failure, type RequestLine, success } from '../errors.ts'
import type { Clock } from '../pacing/clock.ts'
import type { Outage } from '../pacing/outage.ts'
import type { Pace, Permit } from '../pacing/pace.ts'
import { SecretError, type Token } from '../token/secret.ts'
import type { TokenSource } from '../token/token.ts'
import { type Attempt, readAttempt } from './attempt.ts'
import type { Http, Method } from './http.ts'
import { createRefusals, type Refusals, type Unauthorized } from './refusals.ts'
import type { ObserveRequests, RequestEvent } from './request-event.ts'
import { decideRetry, type RetryLimits } from './retry.ts'

export type ConnectRequest<T> = {
  readonly method: Method
  readonly url: URL
  /** Sent as JSON. */
  readonly body?: unknown
  /** Schema of a successful response. */
  readonly schema: GenericSchema<unknown, T>
}

export type SendRequest = <T>(request: ConnectRequest<T>) => Promise<ConnectResult<T>>

/** Requests sent, how many of them were retries, and responses with status 429. */
export type RequestCounters = { sent: number; retried: number; throttled: number }

export type RequesterParts = {
  readonly http: Http
  readonly token: TokenSource
  readonly pace: Pace
  readonly outage: Outage
  readonly clock: Clock
  /** Returns a random number, 0 to 1. */
  readonly random: () => number
  readonly limits: RetryLimits
  /** Updated by every request. */
  readonly counters: RequestCounters
  /** Returns true once no request should be repeated. */
  readonly isCancelled?: (() => boolean) | undefined
  readonly observe?: ObserveRequests | undefined
}

type Sending<T> = {
  readonly request: ConnectRequest<T>
  readonly body: string | undefined
  /** Token to send in place of the current one, after a refusal. */
  readonly renewed: Token | undefined
  /** All tokens sent so far with this request. */
  readonly secrets: Set<string>
  /** True for a retry. */
  readonly again: boolean
}

type Sent<T> = {
  readonly attempt: Attempt<T>
  readonly bearer: Token
  /** Time of sending, after the wait for a permit (epoch ms). */
  readonly sentAt: number
}

const lineOf = ({ method, url }: ConnectRequest<unknown>): RequestLine => ({
  method,
  path: `${url.pathname}${url.search}`,
})

/** Waits for a permit, and for the end of a check of the current token. @throws SecretError */
const createAdmission =
  ({ pace, token }: RequesterParts, refusals: Refusals) =>
  async (renewed: Token | undefined, again: boolean): Promise<{ readonly permit: Permit; readonly bearer: Token }> => {
    for (let isRetry = again; ; isRetry = true) {
      const permit = await pace.enter(isRetry)
      const bearer = renewed ?? (await token.current().catch((error: unknown) => leaveWith(permit, error)))
      const check = renewed === undefined ? refusals.checking(bearer.value) : undefined
      if (check === undefined) return { permit, bearer }
      permit.leave('unknown')
      await check
    }
  }

const leaveWith = (permit: Permit, error: unknown): never => {
  permit.leave('unknown')
  throw error
}

/** Describes the result of one attempt as an event. */
const eventOf = (attempt: Attempt<unknown>): RequestEvent => {
  if (attempt.kind === 'throttled') return { kind: 'throttled' }
  if (attempt.kind === 'unauthorized') return { kind: 'token-refused', message: attempt.message }
  if (attempt.kind !== 'failed') return { kind: 'answered' }
  const { cause, status } = attempt.failed
  return { kind: 'failed', cause, ...(status !== undefined && { status }) }
}

const createAttempt = (parts: RequesterParts, refusals: Refusals) => {
  const { http, outage, clock, counters, observe } = parts
  const admit = createAdmission(parts, refusals)
  return async <T>({ request, body, renewed, secrets, again }: Sending<T>): Promise<Sent<T>> => {
    const { permit, bearer } = await admit(renewed, again)
    const sentAt = clock.now()
    const known = refusals.final(bearer.value)
    if (known !== undefined) {
      permit.leave('unknown')
      return { attempt: known, bearer, sentAt }
    }
    secrets.add(bearer.value)
    counters.sent += 1
    observe?.({ kind: 'sent', perSecond: permit.perSecond })
    const result = await http.send({
      method: request.method,
      url: request.url,
      headers: {
        accept: 'application/json',
        authorization: `${bearer.scheme} ${bearer.value}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    })
    const attempt = readAttempt(result, { line: lineOf(request), schema: request.schema, secrets, now: clock.now() })
    observe?.(eventOf(attempt))
    if (attempt.kind === 'throttled') counters.throttled += 1
    if (attempt.kind === 'failed') outage.failed(sentAt)
    else outage.answered()
    if ('failed' in attempt) permit.leave(attempt.failed.pressure, attempt.failed.retryAfterMs)
    else permit.leave('accepted')
    return { attempt, bearer, sentAt }
  }
}

/** Longest time until a wait notices a request to cancel, in milliseconds. */
const NOTICE_MS = 500

/** Waits until a time (epoch ms), or until `isCancelled`, if it is given, returns true. */
const sleepUntil = async (clock: Clock, until: number, isCancelled: (() => boolean) | undefined): Promise<void> => {
  if (isCancelled === undefined) return clock.sleep(until - clock.now())
  for (let left = until - clock.now(); left > 0 && !isCancelled(); left = until - clock.now())
    await clock.sleep(Math.min(left, NOTICE_MS))
}

const tokenRefused = (
  line: RequestLine,
  { scheme }: Token,
  { message, requestId }: Unauthorized,
  variable: string | undefined,
): ConnectError => ({
  kind: 'token-refused',
  ...line,
  message,
  scheme,
  ...(variable !== undefined && { variable }),
  ...(requestId !== undefined && { requestId }),
})

/**
 * Creates the function that sends a request until it has a value or a final error. Requests are paced, retried with
 * backoff if that is safe, and sent once more with a new token if the token is refused. Meanwhile no other request begins
 * with that token, and one that was refused again is not sent any more: a revoked token costs at most two requests for
 * each request in flight.
 */
export function createRequester(parts: RequesterParts): SendRequest {
  const { token, outage, clock, random, limits, counters, observe, isCancelled } = parts
  const refusals = createRefusals()
  const attemptOnce = createAttempt(parts, refusals)

  /** Fetches the token again after a refusal. @throws SecretError */
  const renew = async ({ value }: Token): Promise<Token> => {
    refusals.begin(value)
    const renewed = await token.refused(value).catch((error: unknown) => {
      refusals.end(value)
      throw error
    })
    if (renewed.value !== value) refusals.end(value)
    return renewed
  }

  const send: SendRequest = async request => {
    const line = lineOf(request)
    const body = request.body === undefined ? undefined : JSON.stringify(request.body)
    const secrets = new Set<string>()
    const counts = { failures: 0, throttles: 0 }
    // Waiting for the first permit does not count as time being throttled.
    let startedAt: number | undefined
    let renewed: Token | undefined
    for (;;) {
      const again = startedAt !== undefined
      const { attempt, bearer, sentAt } = await attemptOnce({ request, body, renewed, secrets, again })
      startedAt ??= sentAt
      if (renewed !== undefined && attempt.kind !== 'unauthorized') refusals.end(renewed.value)
      if (attempt.kind === 'value') return success(attempt.value)
      if (attempt.kind === 'error') return failure(attempt.error)
      if (attempt.kind === 'unauthorized') {
        if (renewed !== undefined || refusals.final(bearer.value) !== undefined) {
          refusals.end(bearer.value, attempt)
          return failure(tokenRefused(line, bearer, attempt, token.variable))
        }
        renewed = await renew(bearer)
      } else {
        counts[attempt.kind === 'throttled' ? 'throttles' : 'failures'] += 1
        const progress = { ...counts, startedAt }
        const decide = () => {
          const now = { now: clock.now(), random: random(), isCancelled: isCancelled?.() ?? false }
          return decideRetry(attempt, progress, { line, limits, outage, ...now })
        }
        const decision = decide()
        if ('giveUp' in decision) return failure(decision.giveUp)
        observe?.({ kind: 'retry', at: clock.now() + decision.waitMs })
        await sleepUntil(clock, clock.now() + decision.waitMs, isCancelled)
        const cancelled = isCancelled?.() ? decide() : decision
        if ('giveUp' in cancelled) return failure(cancelled.giveUp)
      }
      counters.retried += 1
    }
  }

  return async request => {
    try {
      return await send(request)
    } catch (error) {
      if (!(error instanceof SecretError)) throw error
      return failure({ kind: 'secret', ...lineOf(request), problem: error.problem, message: error.message })
    }
  }
}
