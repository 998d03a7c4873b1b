import type { Plan } from '../conversion/plan.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { conflict } from '../diagnostics/kinds/platform.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { Format } from '../openapi/parse/parse.ts'
import type { Change } from '../reconcile/decision.ts'
import type { FieldDiff } from '../reconcile/diff.ts'
import type { Outcome, Report, Status } from '../report/report.ts'
import type { Target } from '../request/target.ts'

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

export function addRequests(a: Requests, b: Requests): Requests {
  return {
    sent: a.sent + b.sent,
    retried: a.retried + b.retried,
    throttled: a.throttled + b.throttled,
  }
}

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

/** How an import ended; small enough for a checkpoint. */
export type ImportResult = {
  readonly importId: string
  readonly outcome: Outcome
  readonly reason?: string
  readonly counts: Report['counts']
  readonly requests: Requests
  readonly durationMs: number
  /** S3 key of the whole report. */
  readonly reportKey: string
}

/** What the report says of the document. */
export type DocumentFacts = {
  readonly bytes: number
  readonly sha256: string
  readonly format?: Format
  readonly specification?: string
}

/** How much there is to do. */
export type PlanSize = {
  readonly actions: number
  readonly definitions: number
  readonly requests: number
  /** Actions and definitions that the document no longer has; known once the plan is compared. */
  readonly removals: number
}

/** How much a plan has to do, before it is compared. */
export function sizeOf({ actions, definitions, requests }: Plan): PlanSize {
  return {
    actions: actions.length,
    definitions: definitions.length,
    requests: requests.length,
    removals: 0,
  }
}

export type ResolvedTarget = {
  readonly baseUrl?: string
  /** The version that is written to. */
  readonly version: string
  /** The version that the plan is compared with; absent where there is nothing yet. */
  readonly reads?: string
  /** Whose ledger tells what was last applied: the first that has one. */
  readonly ledgers: readonly string[]
}

/** What a conflict looks like among the problems of an action or definition. */
export function conflictProblem(pointer: string, reason: string | undefined): Diagnostic {
  return diagnostic(conflict.kept(reason), pointer)
}

/** An import that has ended, as others are told of it. */
export type FinishedImport = ImportResult & {
  /** What was asked for; the report says where the import had to go instead. */
  readonly target: Target
}
