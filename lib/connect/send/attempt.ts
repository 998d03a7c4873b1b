import type { GenericSchema } from 'valibot'
import type { ConnectError, RequestLine } from '../errors.ts'
import type { Pressure } from '../pacing/pace.ts'

/** Outcome of one attempt to send a request. */
export type Attempt<T> =
  | { readonly kind: 'value'; readonly value: T }
  /** Final error: a retry would have the same result. */
  | { readonly kind: 'error'; readonly error: ConnectError }
  | { readonly kind: 'unauthorized'; readonly message: string; readonly requestId?: string }
  | { readonly kind: 'throttled'; readonly failed: Failed }
  | { readonly kind: 'failed'; readonly failed: Failed }

/** Temporary failure. */
export type Failed = {
  readonly cause: string
  /** False only if the request certainly had no effect. */
  readonly mayBeDone: boolean
  readonly pressure: Pressure
  readonly status?: number
  readonly retryAfterMs?: number
  readonly requestId?: string
  /** Error for the caller if there was a response and all retries fail. */
  readonly refusal?: ConnectError
}

export type AttemptContext<T> = {
  readonly line: RequestLine
  readonly schema: GenericSchema<unknown, T>
  /** Tokens sent so far, which must not be quoted. */
  readonly secrets: ReadonlySet<string>
  /** Current time (epoch ms). */
  readonly now: number
}
