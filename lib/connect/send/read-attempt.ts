import * as v from 'valibot'
import { describeIssue } from '../../util/describe-issue.ts'
import type { ConnectError } from '../errors.ts'
import type { Pressure } from '../pacing/pace.ts'
import type { Attempt, AttemptContext, Failed } from './attempt.ts'
import { parseRetryAfter } from './backoff.ts'
import type { HttpFailure, HttpResult, PlatformResponse } from './http.ts'
import { excerpt, redact } from './redact.ts'
import { parseErrorBody, parseJson, refusal, requestIdOf } from './refusal.ts'

/** Shorter tokens are not replaced in values, because they can be part of ordinary content. */
const MIN_REDACTED_LENGTH = 16

const invalidResponse = (
  response: PlatformResponse,
  { line, secrets }: AttemptContext<unknown>,
  cause: string,
): ConnectError => ({
  kind: 'invalid-response',
  ...line,
  cause,
  excerpt: excerpt(response.text, secrets),
  status: response.status,
  ...requestIdOf(response, secrets),
})

const readValue = <T>(response: PlatformResponse, context: AttemptContext<T>): Attempt<T> => {
  const secrets = [...context.secrets].filter(secret => secret.length >= MIN_REDACTED_LENGTH)
  const parsed = parseJson(redact(response.text, secrets))
  const checked = v.safeParse(context.schema, parsed?.json)
  if (checked.success) return { kind: 'value', value: checked.output }
  if (!parsed)
    return { kind: 'error', error: invalidResponse(response, context, response.text === '' ? 'no body' : 'not JSON') }
  const [issue] = checked.issues
  const cause = `${v.getDotPath(issue) ?? 'the body'} ${describeIssue(issue)}`
  return { kind: 'error', error: invalidResponse(response, context, cause) }
}

const temporary = (response: PlatformResponse, context: AttemptContext<unknown>, pressure: Pressure): Failed => {
  const retryAfterMs = parseRetryAfter(response.header('retry-after'), context.now)
  return {
    cause: `status ${response.status}`,
    mayBeDone: response.status !== 429,
    pressure,
    status: response.status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...requestIdOf(response, context.secrets),
    refusal: refusal(response, context),
  }
}

const isMissingRoute = ({ status, text }: PlatformResponse): boolean =>
  status === 405 || status === 501 || (status === 404 && !parseErrorBody(text))

const readResponse = <T>(response: PlatformResponse, context: AttemptContext<T>): Attempt<T> => {
  const { status } = response
  if (status >= 200 && status < 300) return readValue(response, context)
  if (status === 429) return { kind: 'throttled', failed: temporary(response, context, 'throttled') }
  if (status === 401) {
    const message = redact(parseErrorBody(response.text)?.message ?? 'status 401', context.secrets)
    return { kind: 'unauthorized', message, ...requestIdOf(response, context.secrets) }
  }
  if (isMissingRoute(response))
    return {
      kind: 'error',
      error: { kind: 'missing-route', ...context.line, status, ...requestIdOf(response, context.secrets) },
    }
  if (status === 408 || status === 503) return { kind: 'failed', failed: temporary(response, context, 'overloaded') }
  if (status >= 500) return { kind: 'failed', failed: temporary(response, context, 'unknown') }
  if (status >= 400) return { kind: 'error', error: refusal(response, context) }
  return { kind: 'error', error: invalidResponse(response, context, `status ${status}; redirects are not followed`) }
}

const readFailure = (failure: HttpFailure, { line, secrets }: AttemptContext<unknown>): Attempt<never> => {
  const cause = excerpt(failure.cause, secrets)
  if (failure.reason === 'too-large' || failure.reason === 'not-http')
    return { kind: 'error', error: { kind: 'invalid-response', ...line, cause, excerpt: '' } }
  const pressure = failure.reason === 'timeout' ? 'overloaded' : 'unknown'
  return { kind: 'failed', failed: { cause, mayBeDone: failure.sent, pressure } }
}

/** Classifies the result of one attempt. The outcome never contains a token. */
export function readAttempt<T>(result: HttpResult, context: AttemptContext<T>): Attempt<T> {
  return result.ok ? readResponse(result.response, context) : readFailure(result.failure, context)
}
