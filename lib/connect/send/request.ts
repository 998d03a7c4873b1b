import type { GenericSchema } from 'valibot'
import { failure, type RequestLine, type Result, success } from '../errors.ts'
import type { Clock } from '../pacing/clock.ts'
import type { Outage } from '../pacing/outage.ts'
import type { Pace } from '../pacing/pace.ts'
import type { Token } from '../token/secret.ts'
import { SecretError } from '../token/secret-error.ts'
import type { TokenSource } from '../token/token.ts'
import { readAttempt } from './answer.ts'
import type { Attempt } from './attempt.ts'
import type { Http, Method } from './http.ts'
import { decide, type RetryLimits } from './retry.ts'

export type ConnectRequest<T> = {
  readonly method: Method
  readonly url: URL
  /** Sent as JSON. */
  readonly body?: unknown
  /** The shape of a good answer. */
  readonly schema: GenericSchema<unknown, T>
}

export type SendRequest = <T>(request: ConnectRequest<T>) => Promise<Result<T>>

export type RequestCounters = { sent: number; retried: number; throttled: number }

export type RequesterParts = {
  readonly http: Http
  readonly token: TokenSource
  readonly pace: Pace
  readonly outage: Outage
  readonly clock: Clock
  /** From 0 up to 1. */
  readonly random: () => number
  readonly limits: RetryLimits
  /** Counted up by every request. */
  readonly counters: RequestCounters
}

type Sending<T> = {
  readonly request: ConnectRequest<T>
  readonly body: string | undefined
  readonly token: Token
  /** Every token that the request was sent with so far. */
  readonly secrets: ReadonlySet<string>
  /** Whether it was sent before. */
  readonly again: boolean
}

/** `sentAt`: when its turn had come, in milliseconds since the epoch. */
type Sent<T> = { readonly attempt: Attempt<T>; readonly sentAt: number }

const lineOf = ({ method, url }: ConnectRequest<unknown>): RequestLine => ({
  method,
  path: `${url.pathname}${url.search}`,
})

const createAttempt =
  ({ http, pace, outage, clock, counters }: RequesterParts) =>
  async <T>({ request, body, token, secrets, again }: Sending<T>): Promise<Sent<T>> => {
    const permit = await pace.enter(again)
    counters.sent += 1
    const sentAt = clock.now()
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
 * Sends requests one by one until each has a value or a final error: paced, repeated with backoff where repeating is safe,
 * with the token renewed once where it is refused.
 */
export function createRequester(parts: RequesterParts): SendRequest {
  const { token, outage, clock, random, limits, counters } = parts
  const attemptOnce = createAttempt(parts)

  const send: SendRequest = async request => {
    const line = lineOf(request)
    const body = request.body === undefined ? undefined : JSON.stringify(request.body)
    const secrets = new Set<string>()
    const counts = { failures: 0, throttles: 0 }
    // Until its turn came for the first time, nothing was refused.
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
        if (renewed)
          return failure({ kind: 'token-refused', ...line, message, ...(requestId === undefined ? {} : { requestId }) })
        renewed = true
        bearer = await token.refused(bearer.value)
      } else {
        counts[attempt.kind === 'throttled' ? 'throttles' : 'failures'] += 1
        const history = { ...counts, startedAt }
        const decision = decide(attempt, history, { line, limits, outage, now: clock.now(), random: random() })
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
