import * as v from 'valibot'
import { ErrorBody } from '../../contract/responses.ts'
import type { ConnectError } from '../errors.ts'
import type { AttemptContext } from './attempt.ts'
import type { PlatformResponse } from './http.ts'
import { excerpt, redact } from './redact.ts'

const REQUEST_ID_HEADERS = ['x-request-id', 'x-correlation-id', 'x-amzn-requestid', 'x-cloud-trace-context']

/** Returns the request id of the platform, if the response has one, without secrets. */
export function requestIdOf(response: PlatformResponse, secrets: Iterable<string>): { readonly requestId?: string } {
  const requestId = REQUEST_ID_HEADERS.map(response.header).find(value => value !== undefined)
  return requestId === undefined ? {} : { requestId: excerpt(requestId, secrets) }
}

/** Parses JSON; undefined if it is invalid. */
export function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** Parses the error body of the contract; undefined for other bodies. */
export function parseErrorBody(text: string): ErrorBody | undefined {
  const parsed = v.safeParse(ErrorBody, parseJson(text)?.json)
  return parsed.success ? parsed.output : undefined
}

/** Returns the error for a response with an error status, with the message of its error body or the start of its text. */
export function refusal(response: PlatformResponse, { line, secrets }: AttemptContext<unknown>): ConnectError {
  const body = parseErrorBody(response.text)
  const message = body ? redact(body.message, secrets) : excerpt(response.text, secrets)
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
