import { STATUS_CODES } from 'node:http'

/** Response of an API Gateway HTTP API, payload format 2.0. */
export type ApiResponse = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Returns a JSON response. It is never cached, because it can contain presigned links. */
export function jsonResponse(
  statusCode: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(value),
  }
}

/** Invalid part of a request. */
export type InvalidField = {
  /** JSON Pointer into the body, `?name` for a query parameter, or the name of a header or a path parameter. */
  readonly pointer: string
  readonly detail: string
}

export type ProblemDetails = {
  readonly status: number
  /** Stable kebab-case identifier for programs. */
  readonly code: string
  /** Explanation for people: the error and the remedy. */
  readonly detail: string
  readonly errors?: readonly InvalidField[]
  readonly headers?: Readonly<Record<string, string>>
}

/** Error that ends a request with a problem response. */
export class Problem extends Error {
  readonly details: ProblemDetails
  constructor(details: ProblemDetails) {
    super(details.detail)
    this.name = 'Problem'
    this.details = details
  }
}

/**
 * Returns the response for a problem, as `application/problem+json`.
 * @param requestId identifies the request in the logs
 * @see https://www.rfc-editor.org/rfc/rfc9457#section-3.1
 */
export function problemResponse(
  { status, code, detail, errors, headers }: ProblemDetails,
  requestId: string,
): ApiResponse {
  return jsonResponse(
    status,
    { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, code, errors, requestId },
    { ...headers, 'content-type': 'application/problem+json' },
  )
}

/** Returns the 404 problem for an unknown import. Imports of other organisations get the same response. */
export function importNotFound(): Problem {
  return new Problem({
    status: 404,
    code: 'no-such-import',
    detail: 'Import not found. List imports with GET /imports?connectorId=….',
  })
}
