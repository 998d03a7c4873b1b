import type { SecretProblem } from './token/secret.ts'

export type FieldProblem = { readonly field: string; readonly message: string }

/** Request line of a failed request. `path` is path and query of the URL. */
export type RequestLine = { readonly method: string; readonly path: string }

/** Error of a request to the platform. It is plain data for checkpoints, and never contains the token. */
export type ConnectError = RequestLine &
  (
    | {
        /** Error response: 4xx, or 5xx on every attempt while other requests got responses. */
        readonly kind: 'refused'
        readonly status: number
        readonly code?: string
        readonly message: string
        readonly fields: readonly FieldProblem[]
        readonly requestId?: string
      }
    | {
        /** POST without a clear response, which may have succeeded. Check before repeating it. */
        readonly kind: 'uncertain'
        readonly cause: string
        readonly status?: number
        readonly retryAfterMs?: number
        readonly requestId?: string
      }
    | {
        /** The platform is down, or throttles for too long. Wait, then repeat the request. */
        readonly kind: 'unavailable'
        readonly cause: string
        readonly status?: number
        readonly retryAfterMs?: number
        readonly requestId?: string
      }
    | {
        /** Status 401, also with a newly fetched token. */
        readonly kind: 'token-refused'
        readonly message: string
        /** Scheme of the header Authorization that was sent. */
        readonly scheme: string
        /** Environment variable with the token; absent if it is in a secret. */
        readonly variable?: string
        readonly requestId?: string
      }
    | {
        /** The secret has no usable token. */
        readonly kind: 'secret'
        readonly problem: SecretProblem
        readonly message: string
      }
    | {
        /** Response that does not match the contract. */
        readonly kind: 'invalid-response'
        readonly cause: string
        /** Start of the response, in one line of printable characters. */
        readonly excerpt: string
        readonly status?: number
        readonly requestId?: string
      }
    | {
        /** The platform does not support this operation. */
        readonly kind: 'missing-route'
        readonly status: number
        readonly requestId?: string
      }
  )

/** Value or error of a request to the platform. */
export type ConnectResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ConnectError }

/** Returns a successful result. */
export function success<T>(value: T): ConnectResult<T> {
  return { ok: true, value }
}

/** Returns a failed result. */
export function failure(error: ConnectError): { readonly ok: false; readonly error: ConnectError } {
  return { ok: false, error }
}

/** Tests if the platform answered that the resource does not exist. */
export function isNotFound(error: ConnectError): boolean {
  return error.kind === 'refused' && error.status === 404
}
