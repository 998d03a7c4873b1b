import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Change } from '../reconcile/decision.ts'
import type { Target } from '../request/target.ts'

export type Outcome = 'succeeded' | 'partial' | 'failed' | 'unchanged' | 'planned' | 'superseded'

export type Status = 'done' | 'failed' | 'planned' | 'skipped'

export type Counts = {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly removed: number
  readonly kept: number
  readonly failed: number
  readonly skipped: number
}

export type ReportedAction = {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly pointer: string
  readonly change: Change
  readonly status: Status
  readonly id?: string
  readonly reason?: string
  /** What an update changes, or what a conflict is about: a JSON Pointer into the action, and the values. */
  readonly diff?: readonly { readonly field: string; readonly before?: unknown; readonly after?: unknown }[]
  readonly problems: readonly Diagnostic[]
}

export type ReportedDefinition = {
  readonly name: string
  readonly change: Change
  readonly status: Status
  readonly id?: string
  readonly reason?: string
  readonly diff?: ReportedAction['diff']
  readonly problems: readonly Diagnostic[]
}

/** What one import did, schema version 1; see docs/report.md. */
export type Report = {
  readonly schema: 1
  readonly importId: string
  readonly outcome: Outcome
  /** Why the import as a whole failed: one sentence with the place and the remedy. */
  readonly reason?: string
  readonly document: {
    readonly location: string
    readonly bytes: number
    readonly sha256: string
    readonly format?: 'json' | 'yaml'
    readonly specification?: string
    readonly title?: string
    readonly version?: string
  }
  readonly target: Target
  readonly counts: { readonly operations: number; readonly actions: Counts; readonly definitions: Counts }
  readonly actions: readonly ReportedAction[]
  readonly definitions: readonly ReportedDefinition[]
  readonly diagnostics: readonly Diagnostic[]
  readonly requests: { readonly sent: number; readonly retried: number; readonly throttled: number }
  readonly startedAt: string
  readonly finishedAt: string
  readonly durationMs: number
}
