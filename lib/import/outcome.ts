import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Confirmation } from '../reconcile/confirmations.ts'
import type { ReportedAuthScheme, ReportedConnector } from '../report/report.ts'
import type { ImportSession } from './import-session.ts'
import type { PlanSize } from './model.ts'

/** Outcome of an import before its report is written. */
export type PipelineResult = {
  /** Reason why the import as a whole failed. */
  readonly reason?: string
  /** The document, its options or its target is the cause. */
  readonly badInput?: true
  readonly superseded?: boolean
  readonly cancelled?: boolean
  /** The import was refused before anything was written. */
  readonly refused?: true
  /** True if it was refused after the comparison. */
  readonly isCompared?: true
  /** Changes for which it was refused; absent if a confirmation would not help. */
  readonly confirm?: readonly Confirmation[]
  /** Identifies the changes of a dry run. */
  readonly planId?: string
  readonly problems: readonly Diagnostic[]
  /** Session for the connector, if the import has created it. */
  readonly session?: ImportSession
  readonly connector?: ReportedConnector
  readonly authSchemes?: readonly ReportedAuthScheme[]
  /** Absent if the import ended before there was a plan. */
  readonly written?: AppliedVersion
}

/** Returns the version of a plan that was not compared. */
export function notCompared(session: ImportSession): AppliedVersion {
  const size = { actions: 0, triggers: 0, definitions: 0, requests: 0, removals: 0, removalUnits: 0 }
  return { session, size, ledgers: [] }
}

export type Effects = 'none' | 'stored'

/** The version that a plan was compared with and applied to. */
export type AppliedVersion = {
  /** Session for the compared version. */
  readonly session: ImportSession
  readonly size: PlanSize
  /** Versions whose ledger may have the last applied state. */
  readonly ledgers: readonly string[]
  /** Effects on workflows: `stored` with the changes, or `none`. Absent if they are not known. */
  readonly effects?: Effects
  /** The draft in place of the version, if the platform can't change it. */
  readonly fresh?: { readonly session: ImportSession; readonly size: PlanSize }
}
