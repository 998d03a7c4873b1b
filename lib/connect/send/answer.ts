import * as v from 'valibot'
import type { ConnectError } from '../errors.ts'
import type { Pressure } from '../pacing/pace.ts'
import type { Attempt, AttemptContext, Failed } from './attempt.ts'
import type { HttpAnswer, HttpFailure, HttpResult } from './http.ts'
import { excerpt, redact } from './redact.ts'
import { parseErrorBody, parseJson, refusal, requestIdOf } from './refusal.ts'
import { parseRetryAfter } from './retry-after.ts'

/** A shorter token may be a word of ordinary content, which must arrive unchanged. */
const UNMISTAKABLE_TOKEN = 16

const nonsense = (answer: HttpAnswer, { line, secrets }: AttemptContext<unknown>, cause: string): ConnectError => ({
  kind: 'invalid-response',
  ...line,
  cause,
  excerpt: excerpt(answer.text, secrets),
  status: answer.status,
  ...requestIdOf(answer, secrets),
})

const readValue = <T>(answer: HttpAnswer, context: AttemptContext<T>): Attempt<T> => {
  const secrets = [...context.secrets].filter(secret => secret.length >= UNMISTAKABLE_TOKEN)
  const parsed = parseJson(redact(answer.text, secrets))
  const checked = v.safeParse(context.schema, parsed?.json)
  if (checked.success) return { kind: 'value', value: checked.output }
  if (!parsed) return { kind: 'error', error: nonsense(answer, context, answer.text === '' ? 'no body' : 'not JSON') }
  const [issue] = checked.issues
  // valibot's own message quotes what it received, which may be anything: the place and the expectation are enough.
  const cause = `${v.getDotPath(issue) ?? 'the body'} should be ${issue.expected ?? 'something else'}`
  return { kind: 'error', error: nonsense(answer, context, cause) }
}

const temporary = (answer: HttpAnswer, context: AttemptContext<unknown>, pressure: Pressure): Failed => {
  const retryAfterMs = parseRetryAfter(answer.header('retry-after'), context.now)
  return {
    cause: `status ${answer.status}`,
    mayBeDone: answer.status !== 429,
    pressure,
    status: answer.status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...requestIdOf(answer, context.secrets),
    refusal: refusal(answer, context),
  }
}

const isMissingRoute = ({ status, text }: HttpAnswer): boolean =>
  status === 405 || status === 501 || (status === 404 && !parseErrorBody(text))

const readAnswer = <T>(answer: HttpAnswer, context: AttemptContext<T>): Attempt<T> => {
  const { status } = answer
  if (status >= 200 && status < 300) return readValue(answer, context)
  if (status === 429) return { kind: 'throttled', failed: temporary(answer, context, 'throttled') }
  if (status === 401) {
    const message = redact(parseErrorBody(answer.text)?.message ?? 'status 401', context.secrets)
    return { kind: 'unauthorized', message, ...requestIdOf(answer, context.secrets) }
  }
  if (isMissingRoute(answer))
    return {
      kind: 'error',
      error: { kind: 'missing-route', ...context.line, status, ...requestIdOf(answer, context.secrets) },
    }
  if (status === 408 || status === 503) return { kind: 'failed', failed: temporary(answer, context, 'overloaded') }
  if (status >= 500) return { kind: 'failed', failed: temporary(answer, context, 'unknown') }
  if (status >= 400) return { kind: 'error', error: refusal(answer, context) }
  return { kind: 'error', error: nonsense(answer, context, `status ${status}; redirects are not followed`) }
}

const readFailure = (failure: HttpFailure, { line, secrets }: AttemptContext<unknown>): Attempt<never> => {
  const cause = excerpt(failure.cause, secrets)
  if (failure.reason === 'too-large' || failure.reason === 'not-http')
    return { kind: 'error', error: { kind: 'invalid-response', ...line, cause, excerpt: '' } }
  const pressure = failure.reason === 'timeout' ? 'overloaded' : 'unknown'
  return { kind: 'failed', failed: { cause, mayBeDone: failure.sent, pressure } }
}

/** Reads what one attempt brought; nothing in the outcome quotes a token. */
export function readAttempt<T>(result: HttpResult, context: AttemptContext<T>): Attempt<T> {
  return result.ok ? readAnswer(result.answer, context) : readFailure(result.failure, context)
}
