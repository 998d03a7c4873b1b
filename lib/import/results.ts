import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Change } from '../reconcile/decision.ts'
import type { FieldDiff } from '../reconcile/diff.ts'
import type { Status } from '../report/report.ts'

/** What became of one definition. */
export type DefinitionResult = {
  readonly name: string
  readonly change: Change
  readonly status: Status
  readonly id?: string
  readonly url?: string
  readonly reason?: string
  readonly diff?: readonly FieldDiff[]
  readonly problems?: readonly Diagnostic[]
}

/** What became of one action. */
export type ActionResult = Omit<DefinitionResult, 'url'> & {
  /** Fingerprint of what the platform has now, where this import wrote it. */
  readonly stored?: string
  readonly renamedFrom?: string
}

/** What became of what the document no longer has. */
export type RemovalResults = {
  readonly actions: readonly (ActionResult & { readonly method: string; readonly path: string })[]
  readonly definitions: readonly DefinitionResult[]
}

/** Requests to the platform. */
export type Requests = { readonly sent: number; readonly retried: number; readonly throttled: number }

export const NO_REQUESTS: Requests = { sent: 0, retried: 0, throttled: 0 }

export const addRequests = (a: Requests, b: Requests): Requests => ({
  sent: a.sent + b.sent,
  retried: a.retried + b.retried,
  throttled: a.throttled + b.throttled,
})

/**
 * How a step of an import ended. `failed` ends the import, with the sentence for the report; `unavailable` is worth
 * waiting for. Small, since it goes into a checkpoint.
 */
export type StepOutcome<T> = (
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly reason: string; readonly problems?: readonly Diagnostic[] | undefined }
  | {
      readonly kind: 'unavailable'
      readonly reason: string
      /** When the platform wants to be asked again, where it says so. */
      readonly retryAfterSeconds?: number
    }
  /** The platform lacks an operation that the step needs. */
  | { readonly kind: 'unsupported'; readonly reason: string }
) & {
  readonly requests?: Requests
  /** Actions and definitions that the step settled. */
  readonly settled?: number
}
