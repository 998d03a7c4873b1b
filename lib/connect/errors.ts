import type { SecretProblem } from './token/secret-error.ts'

export type FieldProblem = { readonly field: string; readonly message: string }

/** The request that failed: `path` is the URL's path and query. */
export type RequestLine = { readonly method: string; readonly path: string }

/** What can become of a request to the platform instead of its value. Data, so that it survives a checkpoint; it never holds the token. */
export type ConnectError = RequestLine &
  (
    | {
        /** The platform's own answer: a 4xx, or a 5xx that it kept giving for this request while it answered others. */
        readonly kind: 'refused'
        readonly status: number
        readonly code?: string
        readonly message: string
        readonly fields: readonly FieldProblem[]
        readonly requestId?: string
      }
    | {
        /** A POST without a clear answer: it may or may not have been done. Look before repeating it. */
        readonly kind: 'uncertain'
        readonly cause: string
        readonly status?: number
        readonly retryAfterMs?: number
        readonly requestId?: string
      }
    | {
        /** Nothing useful comes from the platform: wait, then go on. */
        readonly kind: 'unavailable'
        readonly cause: string
        readonly status?: number
        readonly retryAfterMs?: number
        readonly requestId?: string
      }
    | {
        /** 401, also with the token as the secret has it now. */
        readonly kind: 'token-refused'
        readonly message: string
        readonly requestId?: string
      }
    | {
        /** There is no token to send. */
        readonly kind: 'secret'
        readonly problem: SecretProblem
        readonly message: string
      }
    | {
        /** An answer that the contract does not know. */
        readonly kind: 'invalid-response'
        readonly cause: string
        /** The first printable characters of the answer. */
        readonly excerpt: string
        readonly status?: number
        readonly requestId?: string
      }
    | {
        /** The platform does not have this operation. */
        readonly kind: 'missing-route'
        readonly status: number
        readonly requestId?: string
      }
  )

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ConnectError }

export function success<T>(value: T): Result<T> {
  return { ok: true, value }
}
export function failure(error: ConnectError): { readonly ok: false; readonly error: ConnectError } {
  return {
    ok: false,
    error,
  }
}

/** Whether the platform said that the resource itself is not there. */
export function isNotFound(error: ConnectError): boolean {
  return error.kind === 'refused' && error.status === 404
}
