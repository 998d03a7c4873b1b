import type { GenericSchema } from 'valibot'
import type { ConnectError, RequestLine } from '../errors.ts'
import type { Pressure } from '../pacing/pace.ts'

/** What one attempt to send a request came to. */
export type Attempt<T> =
  | { readonly kind: 'value'; readonly value: T }
  /** Final: repeating would change nothing. */
  | { readonly kind: 'error'; readonly error: ConnectError }
  | { readonly kind: 'unauthorized'; readonly message: string; readonly requestId?: string }
  | { readonly kind: 'throttled'; readonly failed: Failed }
  | { readonly kind: 'failed'; readonly failed: Failed }

/** A failure that may pass. */
export type Failed = {
  readonly cause: string
  /** False only where the request certainly had no effect. */
  readonly mayBeDone: boolean
  readonly pressure: Pressure
  readonly status?: number
  readonly retryAfterMs?: number
  readonly requestId?: string
  /** The platform's own words, where there was an answer. */
  readonly refusal?: ConnectError
}

export type AttemptContext<T> = {
  readonly line: RequestLine
  readonly schema: GenericSchema<unknown, T>
  /** The tokens sent so far: nothing may quote one. */
  readonly secrets: ReadonlySet<string>
  /** Milliseconds since the epoch. */
  readonly now: number
}
