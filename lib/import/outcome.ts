import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { ImportSession } from './import-session.ts'
import type { PlanSize } from './model.ts'

/** How far an import came, and what the report has to look at. */
export type Course = {
  /** Why the import as a whole failed, where it did. */
  readonly reason?: string
  readonly superseded?: boolean
  readonly problems: readonly Diagnostic[]
  /** Where the results are, once there is a plan. */
  readonly written?: AppliedVersion
}

export type AppliedVersion = {
  /** On the version that was compared. */
  readonly session: ImportSession
  readonly size: PlanSize
  /** Versions whose ledger tells what was last applied. */
  readonly ledgers: readonly string[]
  /** The draft that took the version's place, where the platform can't change what is there. */
  readonly fresh?: { readonly session: ImportSession; readonly size: PlanSize }
}
