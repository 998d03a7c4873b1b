import * as v from 'valibot'
import { ErrorBody } from '../../contract/responses.ts'
import { describeIssue } from '../../util/describe-issue.ts'
import type { ConnectError, RequestLine } from '../errors.ts'
import type { Pressure } from '../pacing/pressure.ts'
import { parseRetryAfter } from './backoff.ts'
import type { HttpFailure, HttpResult, PlatformResponse } from './http.ts'
import { excerpt, redact } from './redact.ts'

/** Outcome of one attempt to send a request. */
export type Attempt<T> =
  | { readonly kind: 'value'; readonly value: T }
  /** Final error: a retry would have the same result. */
  | { readonly kind: 'error'; readonly error: ConnectError }
  | { readonly kind: 'unauthorized'; readonly message: string; readonly requestId?: string }
  | { readonly kind: 'throttled'; readonly failed: Failed }
  | { readonly kind: 'failed'; readonly failed: Failed }

/** Temporary failure. */
export type Failed = {
  readonly cause: string
  /** False only if the request certainly had no effect. */
  readonly mayBeDone: boolean
  readonly pressure: Pressure
  readonly status?: number
  readonly retryAfterMs?: number
  readonly requestId?: string
  /** Error for the caller if there was a response and all retries fail. */
  readonly refusal?: ConnectError
}

export type AttemptContext<T> = {
  readonly line: RequestLine
  readonly schema: v.GenericSchema<unknown, T>
  /** Tokens sent so far, which must not be quoted. */
  readonly secrets: ReadonlySet<string>
  /** Current time (epoch ms). */
  readonly now: number
}

/** Classifies the result of one attempt. The outcome never contains a token. */
export function readAttempt<T>(result: HttpResult, context: AttemptContext<T>): Attempt<T> {
  return result.ok ? readResponse(result.response, context) : readFailure(result.failure, context)
}

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
    refusal: refusalOf(response, context),
  }
}

const isMissingRoute = ({ status, text }: PlatformResponse): boolean =>
  status === 405 || status === 501 || (status === 404 && !parseErrorBody(text))

const readResponse = <T>(response: PlatformResponse, context: AttemptContext<T>): Attempt<T> => {
  const { status } = response
  if (status >= 200 && status < 300) return readValue(response, context)
  if (status === 429) return { kind: 'throttled', failed: temporary(response, context, 'throttled') }
  if (status === 401) {
    const body = parseErrorBody(response.text)
    const message = body ? reasonOf(body, context.secrets) : 'status 401'
    return { kind: 'unauthorized', message, ...requestIdOf(response, context.secrets) }
  }
  if (isMissingRoute(response))
    return {
      kind: 'error',
      error: { kind: 'missing-route', ...context.line, status, ...requestIdOf(response, context.secrets) },
    }
  if (status === 408 || status === 503) return { kind: 'failed', failed: temporary(response, context, 'overloaded') }
  if (status >= 500) return { kind: 'failed', failed: temporary(response, context, 'unknown') }
  if (status >= 400) return { kind: 'error', error: refusalOf(response, context) }
  return { kind: 'error', error: invalidResponse(response, context, `status ${status}; redirects are not followed`) }
}

const readFailure = (failure: HttpFailure, { line, secrets }: AttemptContext<unknown>): Attempt<never> => {
  const cause = excerpt(failure.cause, secrets)
  if (failure.reason === 'too-large' || failure.reason === 'not-http')
    return { kind: 'error', error: { kind: 'invalid-response', ...line, cause, excerpt: '' } }
  const pressure = failure.reason === 'timeout' ? 'overloaded' : 'unknown'
  return { kind: 'failed', failed: { cause, mayBeDone: failure.sent, pressure } }
}

const REQUEST_ID_HEADERS = ['x-request-id', 'x-correlation-id', 'x-amzn-requestid', 'x-cloud-trace-context']

/** Returns the request id of the platform, if the response has one, without secrets. */
const requestIdOf = (response: PlatformResponse, secrets: Iterable<string>): { readonly requestId?: string } => {
  const requestId = REQUEST_ID_HEADERS.map(response.header).find(value => value !== undefined)
  return requestId === undefined ? {} : { requestId: excerpt(requestId, secrets) }
}

/** Parses JSON; undefined if it is invalid. */
const parseJson = (text: string): { readonly json: unknown } | undefined => {
  try {
    return { json: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** Parses the error body of the contract; undefined for other bodies. */
const parseErrorBody = (text: string): ErrorBody | undefined => {
  const parsed = v.safeParse(ErrorBody, parseJson(text)?.json)
  return parsed.success ? parsed.output : undefined
}

/** Returns title and details of an error. */
const reasonOf = ({ message, details }: ErrorBody, secrets: Iterable<string>): string => {
  const added = details.trim() === '' || message.includes(details.trim()) ? '' : details.trim()
  return redact(message === '' || added === '' ? message || added : `${message}: ${added}`, secrets)
}

/** Returns the error for a response with an error status, with the message of its error body or the start of its text. */
const refusalOf = (response: PlatformResponse, { line, secrets }: AttemptContext<unknown>): ConnectError => {
  const body = parseErrorBody(response.text)
  const message = body ? reasonOf(body, secrets) : excerpt(response.text, secrets)
  return {
    kind: 'refused',
    ...line,
    status: response.status,
    ...(body ? { code: redact(body.code, secrets) } : {}),
    message: message === '' ? 'no reason given' : message,
    fields: (body?.fields ?? []).map(problem => ({
      field: redact(problem.field, secrets),
      message: redact(problem.message, secrets),
    })),
    ...requestIdOf(response, secrets),
  }
}
