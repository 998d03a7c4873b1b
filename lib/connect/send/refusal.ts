import * as v from 'valibot'
import { ErrorBody } from '../../contract/responses.ts'
import type { ConnectError } from '../errors.ts'
import type { AttemptContext } from './attempt.ts'
import type { HttpAnswer } from './http.ts'
import { excerpt, redact } from './redact.ts'

const REQUEST_ID_HEADERS = ['x-request-id', 'x-correlation-id', 'x-amzn-requestid', 'x-cloud-trace-context']

/** The id under which the platform logged the request, where it says so; quoted like any other of its words. */
export function requestIdOf(answer: HttpAnswer, secrets: Iterable<string>): { readonly requestId?: string } {
  const requestId = REQUEST_ID_HEADERS.map(answer.header).find(value => value !== undefined)
  return requestId === undefined ? {} : { requestId: excerpt(requestId, secrets) }
}

export function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** The contract's error body; undefined where the text is something else. */
export function parseErrorBody(text: string): ErrorBody | undefined {
  const parsed = v.safeParse(ErrorBody, parseJson(text)?.json)
  return parsed.success ? parsed.output : undefined
}

/** An error status in the platform's own words: its error body, or the beginning of whatever it sent instead. */
export function refusal(answer: HttpAnswer, { line, secrets }: AttemptContext<unknown>): ConnectError {
  const body = parseErrorBody(answer.text)
  const message = body ? redact(body.message, secrets) : excerpt(answer.text, secrets)
  return {
    kind: 'refused',
    ...line,
    status: answer.status,
    ...(body ? { code: redact(body.code, secrets) } : {}),
    message: message === '' ? 'no reason given' : message,
    fields: (body?.fields ?? []).map(problem => ({
      field: redact(problem.field, secrets),
      message: redact(problem.message, secrets),
    })),
    ...requestIdOf(answer, secrets),
  }
}
