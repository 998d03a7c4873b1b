import { type EmulatorResponse, jsonResponse } from './response.ts'

/** `ErrorField` of the contract. Example of `field`: `responses[0].status`. */
export type FieldError = { readonly field: string; readonly message: string }

/** A broken rule: error code, location in the payload, and message. */
export type Problem = FieldError & { readonly code: string }

type ApiErrorParts = {
  readonly fields?: readonly FieldError[]
  readonly headers?: Readonly<Record<string, string>>
  /** Further properties of the error body. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/** An error that the emulator sends as an error body of the contract. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly parts: ApiErrorParts

  constructor(status: number, code: string, message: string, parts: ApiErrorParts = {}) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.parts = parts
  }
}

/**
 * Creates the response for an error: `{code, message, fields?, details?}` of the contract.
 * @param inDetails the reason is only in `details`, and `message` is a title
 */
export function errorResponse({ status, code, message, parts }: ApiError, inDetails = false): EmulatorResponse {
  if (inDetails)
    return jsonResponse(status, { code, message: titleOf(code), details: message, ...parts.extra }, parts.headers)
  return jsonResponse(
    status,
    { code, message, ...(parts.fields === undefined ? {} : { fields: parts.fields }), ...parts.extra },
    parts.headers,
  )
}

/** Returns `Action exists` for `action_exists`. */
const titleOf = (code: string): string => {
  const words = code.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** @throws ApiError 400 with all problems and the code of the first one, if there is one */
export function refuseProblems(problems: readonly Problem[]): void {
  const [first] = problems
  if (first === undefined) return
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more, see fields)`
  throw new ApiError(400, first.code, `${first.field}: ${first.message}${more}`, {
    fields: problems.map(({ field, message }) => ({ field, message })),
  })
}
