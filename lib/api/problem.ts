import { STATUS_CODES } from 'node:http'
import { type Answer, json } from './answer.ts'

/** One thing that is wrong with a request: where, as a JSON Pointer into the body or `?name` of the query, and what. */
export type InvalidField = { readonly pointer: string; readonly detail: string }

export type ProblemDetails = {
  readonly status: number
  /** Stable, kebab-case: for programs. */
  readonly code: string
  /** A sentence for the person who must act. */
  readonly detail: string
  readonly errors?: readonly InvalidField[]
  readonly headers?: Readonly<Record<string, string>>
}

/** Ends a request with an answer that says why. */
export class Problem extends Error {
  readonly details: ProblemDetails
  constructor(details: ProblemDetails) {
    super(details.detail)
    this.name = 'Problem'
    this.details = details
  }
}

/** A problem as RFC 9457 writes it; `requestId` is what the log has it under. */
export function problemAnswer({ status, code, detail, errors, headers }: ProblemDetails, requestId: string): Answer {
  return json(
    status,
    { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, code, errors, requestId },
    { ...headers, 'content-type': 'application/problem+json' },
  )
}

/** The answer for an import that is not there, or not the caller's: the two can't be told apart. */
export function noSuchImport(): Problem {
  return new Problem({
    status: 404,
    code: 'no-such-import',
    detail: 'There is no import of that id; GET /imports?connectorId=… lists those that there are.',
  })
}
