import type { MiddlewareObj } from '@middy/core'
import httpCors from '@middy/http-cors'
import httpSecurityHeaders from '@middy/http-security-headers'
import { type ApiResponse, Problem, type ProblemDetails, problemResponse } from './response.ts'
import type { ApiEvent } from './route.ts'

/** Size limit of a request body, in bytes. Request bodies of this API are far smaller. */
export const MAX_BODY_BYTES = 64 * 1024

/** Refuses bodies over the limit with status 413. */
export const limitBody: MiddlewareObj<ApiEvent, ApiResponse> = {
  before: ({ event: { body = '', isBase64Encoded } }) => {
    if (Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8') <= MAX_BODY_BYTES) return
    const detail = `The body is larger than ${MAX_BODY_BYTES} bytes. Upload documents with POST /uploads.`
    throw new Problem({ status: 413, code: 'body-too-large', detail })
  },
}

/** Converts errors to problem responses. Unexpected errors are logged; their response does not contain the cause. */
export function errorMiddleware(
  logError: (message: string, error: unknown) => Promise<void>,
): MiddlewareObj<ApiEvent, ApiResponse> {
  return {
    onError: async request => {
      const { error, context } = request
      const known = detailsOf(error)
      if (known === undefined) await logError('Request failed', error)
      request.response = problemResponse(known ?? INTERNAL_ERROR, context.awsRequestId)
    },
  }
}

/** Adds security headers for responses that a browser must not display as a page. */
export function securityHeaders() {
  return httpSecurityHeaders({
    contentSecurityPolicy: { 'default-src': "'none'", 'report-to': '', 'require-trusted-types-for': '' },
    permissionsPolicy: false,
    reportTo: false,
    reportingEndpoints: false,
  })
}

/** Removes the body of each response to HEAD, also of a problem, and keeps its length as a header. */
export const withoutBodyOfHead: MiddlewareObj<ApiEvent, ApiResponse> = {
  after: request => {
    request.response = forHead(request.event, request.response)
  },
  onError: request => {
    request.response = forHead(request.event, request.response)
  },
}

const forHead = ({ requestContext }: ApiEvent, response: ApiResponse | null | undefined): ApiResponse | undefined => {
  if (response === null || response === undefined || requestContext.http.method !== 'HEAD') return response ?? undefined
  const { body = '', headers } = response
  return { ...response, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) }, body: '' }
}

/** Allows browsers to call the API from pages of these origins, and answers their preflight requests. */
export function cors(origins: readonly string[]) {
  return httpCors({
    origins: [...origins],
    methods: 'GET, HEAD, POST',
    headers: 'authorization, content-type, idempotency-key, x-amz-date, x-amz-security-token',
    exposeHeaders: 'location',
    maxAge: 600,
    disableBeforePreflightResponse: false,
  })
}

const INTERNAL_ERROR: ProblemDetails = {
  status: 500,
  code: 'internal-error',
  detail: 'Internal error. Try again. If the error persists, report it with the requestId.',
}

const MALFORMED: ProblemDetails = {
  status: 400,
  code: 'malformed-json',
  detail: 'The body is not valid JSON. Correct its syntax.',
}

const NOT_JSON: ProblemDetails = {
  status: 415,
  code: 'unsupported-media-type',
  detail: 'Send the body as JSON, with the header content-type: application/json.',
}

const detailsOf = (error: unknown): ProblemDetails | undefined => {
  if (error instanceof Problem) return error.details
  // Statuses of @middy/http-json-body-parser.
  const statusCode = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (statusCode === 415) return NOT_JSON
  return statusCode === 422 ? MALFORMED : undefined
}
