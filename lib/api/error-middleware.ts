import type { MiddlewareObj } from '@middy/core'
import type { Answer } from './answer.ts'
import type { ApiEvent } from './call.ts'
import { Problem, type ProblemDetails, problemAnswer } from './problem.ts'

/** Turns whatever a request ended with into `application/problem+json`; what is our own fault is logged, and not told. */
export function errorMiddleware(
  logError: (message: string, error: unknown) => Promise<void>,
): MiddlewareObj<ApiEvent, Answer> {
  return {
    onError: async request => {
      const { error, context } = request
      const known = detailsOf(error)
      if (known === undefined) await logError('A request failed', error)
      request.response = problemAnswer(known ?? FAULT, context.awsRequestId)
    },
  }
}

const FAULT: ProblemDetails = {
  status: 500,
  code: 'internal-error',
  detail: 'The request failed through no fault of yours; try again, and report it with the requestId if it stays.',
}

const MALFORMED: ProblemDetails = {
  status: 400,
  code: 'malformed-json',
  detail: 'The body has to be a JSON object; correct its syntax.',
}

const NOT_JSON: ProblemDetails = {
  status: 415,
  code: 'unsupported-media-type',
  detail: 'Send the body as JSON, with the header content-type: application/json.',
}

const detailsOf = (error: unknown): ProblemDetails | undefined => {
  if (error instanceof Problem) return error.details
  // What middy's JSON parser throws.
  const statusCode = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (statusCode === 415) return NOT_JSON
  return statusCode === 422 ? MALFORMED : undefined
}
