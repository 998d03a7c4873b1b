import type { GenericSchema } from 'valibot'
import { failure, type RequestLine, type Result, success } from '../errors.ts'
import type { Clock } from '../pacing/clock.ts'
import type { Outage } from '../pacing/outage.ts'
import type { Pace } from '../pacing/pace.ts'
import { SecretError, type Token } from '../token/secret.ts'
import type { TokenSource } from '../token/token.ts'
import { type Attempt, readAttempt } from './attempt.ts'
import type { Http, Method } from './http.ts'
import { decideRetry, type RetryLimits } from './retry.ts'

export type ConnectRequest<T> = {
  readonly method: Method
  readonly url: URL
  /** Sent as JSON. */
  readonly body?: unknown
  /** Schema of a successful response. */
  readonly schema: GenericSchema<unknown, T>
}

export type SendRequest = <T>(request: ConnectRequest<T>) => Promise<Result<T>>

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
}

type Unauthorized = Extract<Attempt<never>, { kind: 'unauthorized' }>

type Sending<T> = {
  readonly request: ConnectRequest<T>
  readonly body: string | undefined
  readonly token: Token
  /** All tokens sent so far with this request. */
  readonly secrets: ReadonlySet<string>
  /** True for a retry. */
  readonly again: boolean
}

/** `sentAt`: time of sending, after the wait for a permit (epoch ms). */
type Sent<T> = { readonly attempt: Attempt<T>; readonly sentAt: number }

const lineOf = ({ method, url }: ConnectRequest<unknown>): RequestLine => ({
  method,
  path: `${url.pathname}${url.search}`,
})

/** @param refused tokens that the platform refused twice, with its last response */
const createAttempt =
  ({ http, pace, outage, clock, counters }: RequesterParts, refused: ReadonlyMap<string, Unauthorized>) =>
  async <T>({ request, body, token, secrets, again }: Sending<T>): Promise<Sent<T>> => {
    const permit = await pace.enter(again)
    const sentAt = clock.now()
    const known = refused.get(token.value)
    if (known !== undefined) {
      permit.leave('unknown')
      return { attempt: known, sentAt }
    }
    counters.sent += 1
    const result = await http.send({
      method: request.method,
      url: request.url,
      headers: {
        accept: 'application/json',
        authorization: `${token.scheme} ${token.value}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    })
    const attempt = readAttempt(result, { line: lineOf(request), schema: request.schema, secrets, now: clock.now() })
    if (attempt.kind === 'throttled') counters.throttled += 1
    if (attempt.kind === 'failed') outage.failed(sentAt)
    else outage.answered()
    if ('failed' in attempt) permit.leave(attempt.failed.pressure, attempt.failed.retryAfterMs)
    else permit.leave('accepted')
    return { attempt, sentAt }
  }

/**
 * Creates the function that sends a request until it has a value or a final error. Requests are paced, retried with
 * backoff if that is safe, and sent once more with a new token if the token is refused. A token that was refused again is
 * not sent any more, so that a revoked token costs at most two requests for each request in flight.
 */
export function createRequester(parts: RequesterParts): SendRequest {
  const { token, outage, clock, random, limits, counters } = parts
  const refused = new Map<string, Unauthorized>()
  const attemptOnce = createAttempt(parts, refused)

  const send: SendRequest = async request => {
    const line = lineOf(request)
    const body = request.body === undefined ? undefined : JSON.stringify(request.body)
    const secrets = new Set<string>()
    const counts = { failures: 0, throttles: 0 }
    // Waiting for the first permit does not count as time being throttled.
    let startedAt: number | undefined
    let bearer = await token.current()
    let renewed = false
    for (;;) {
      secrets.add(bearer.value)
      const again = startedAt !== undefined
      const { attempt, sentAt } = await attemptOnce({ request, body, token: bearer, secrets, again })
      startedAt ??= sentAt
      if (attempt.kind === 'value') return success(attempt.value)
      if (attempt.kind === 'error') return failure(attempt.error)
      if (attempt.kind === 'unauthorized') {
        const { message, requestId } = attempt
        if (renewed || refused.has(bearer.value)) {
          refused.set(bearer.value, attempt)
          const { scheme } = bearer
          return failure({
            kind: 'token-refused',
            ...line,
            message,
            scheme,
            ...(requestId === undefined ? {} : { requestId }),
          })
        }
        renewed = true
        bearer = await token.refused(bearer.value)
      } else {
        counts[attempt.kind === 'throttled' ? 'throttles' : 'failures'] += 1
        const progress = { ...counts, startedAt }
        const decision = decideRetry(attempt, progress, { line, limits, outage, now: clock.now(), random: random() })
        if ('giveUp' in decision) return failure(decision.giveUp)
        await clock.sleep(decision.waitMs)
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
