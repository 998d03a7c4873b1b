import { type Answer, jsonAnswer } from './answer.ts'

/** `ErrorField` of the contract; `field` is written like `responses[0].status`. */
export type FieldError = { readonly field: string; readonly message: string }

/** One broken rule: the error code of the answer, the place in the payload, what is wrong and what is right. */
export type Problem = FieldError & { readonly code: string }

type ApiErrorParts = {
  readonly fields?: readonly FieldError[]
  readonly headers?: Readonly<Record<string, string>>
  /** Further properties of the error body. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/** A refusal that a handler throws and the server turns into the contract's error body. */
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

/** The answer for an error: `{code, message, fields?}` of the contract. */
export function errorAnswer({ status, code, message, parts }: ApiError): Answer {
  return jsonAnswer(
    status,
    { code, message, ...(parts.fields === undefined ? {} : { fields: parts.fields }), ...parts.extra },
    parts.headers,
  )
}

/** Throws a 400 that names every problem, under the code of the first; does nothing when there is none. */
export function refuseProblems(problems: readonly Problem[]): void {
  const [first] = problems
  if (first === undefined) return
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more, see fields)`
  throw new ApiError(400, first.code, `${first.field}: ${first.message}${more}`, {
    fields: problems.map(({ field, message }) => ({ field, message })),
  })
}
