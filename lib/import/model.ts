import type { ResourceName } from '../contract/requests.ts'
import type { Plan } from '../conversion/plan.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { conflict as conflictKind, documentIncomplete } from '../diagnostics/kinds/platform.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { Format } from '../openapi/parse/parse.ts'
import type { FieldDiff } from '../reconcile/compare/diff.ts'
import type { Confirmation } from '../reconcile/confirmations.ts'
import type { ConflictField } from '../reconcile/decide/conflict-fields.ts'
import type { Changes } from '../reconcile/decide/decide-changes.ts'
import type { Change, Decision } from '../reconcile/decide/decision.ts'
import type { Removal, Removals } from '../reconcile/decide/removals.ts'
import type { Impacts } from '../report/impact.ts'
import type { Outcome, Report, Status } from '../report/report.ts'
import type { Target } from '../request/target.ts'

/** Result of one definition. */
export type DefinitionResult = {
  readonly name: string
  readonly change: Change
  readonly status: Status
  readonly id?: string
  readonly url?: string
  readonly reason?: string
  readonly diff?: readonly FieldDiff[]
  readonly renamedFrom?: string
  /** Fields of a conflict with the values of all three sides. */
  readonly fields?: readonly ConflictField[]
  readonly baseUnknown?: true
  /** A conflict was decided for the platform. */
  readonly accepted?: true
  readonly problems?: readonly Diagnostic[]
}

/** Result of one action or trigger. */
export type ResourceResult = Omit<DefinitionResult, 'url'> & {
  /** Fingerprint of the stored item; present if this import wrote it. */
  readonly stored?: string
}

/** Converts the decision to keep an item that the plan does not have to its result. */
export function keptResult({ unread, ...kept }: Removal): Omit<Removal, 'unread'> & DefinitionResult {
  const problems = incompleteProblems({ ...kept, ...(unread !== undefined && { unread }) })
  return { ...kept, status: 'skipped', ...(problems && { problems }) }
}

/** Result of one action or trigger that the document no longer has. */
export type RemovedResource = ResourceResult & { readonly method: string; readonly path: string }

/** Results of the items that the document no longer has. */
export type RemovalResults = Readonly<Record<ResourceName, readonly RemovedResource[]>> & {
  readonly definitions: readonly DefinitionResult[]
}

/** Numbers of requests to the platform. */
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
 * Outcome of an import's step. `failed` ends the import with the report's `reason`; after `unavailable` the step is tried
 * again later; `unsupported` means that the platform lacks an operation. Small, since it goes into a checkpoint.
 */
export type StepOutcome<T> = (
  | { readonly kind: 'done'; readonly value: T }
  | {
      readonly kind: 'failed'
      readonly reason: string
      readonly problems?: readonly Diagnostic[] | undefined
      /** The document, its options or its target is at fault: not a failure of the service. */
      readonly badInput?: true
      /** The import is refused, before anything is written; its plan is stored. */
      readonly refused?: true
      /** The step did not run, because the import should be cancelled. */
      readonly cancelled?: true
    }
  | {
      readonly kind: 'unavailable'
      readonly reason: string
      /** The platform's Retry-After, in seconds. */
      readonly retryAfterSeconds?: number
      /** The import should be cancelled, so nothing waits for the platform. */
      readonly cancelled?: true
    }
  | { readonly kind: 'unsupported'; readonly reason: string }
) & {
  readonly requests?: Requests
  /** Number of items that the step settled. */
  readonly settled?: number
}

/** Result of an import; small enough for a checkpoint. */
export type ImportResult = {
  readonly importId: string
  readonly outcome: Outcome
  readonly reason?: string
  /** The document, its options or its target is at fault: raises no alarm. */
  readonly badInput?: true
  readonly counts: Report['counts']
  readonly requests: Requests
  readonly durationMs: number
  /** S3 key of the whole report. */
  readonly reportKey: string
}

/** Execution that ended without an import and a report: another one imports the files that were uploaded. */
export type CoveredImport = { readonly importId: string; readonly covered: true }

/** Facts about the document, for the report. */
export type DocumentFacts = {
  readonly bytes: number
  readonly sha256: string
  /** Hash of all files of a document that has several. */
  readonly filesSha256?: string
  readonly format?: Format
  readonly specification?: string
  /** Overlays that were applied, in their order; absent without any. */
  readonly overlays?: NonNullable<Report['document']['overlays']>
}

/** Numbers of items in a plan. */
export type PlanSize = {
  readonly actions: number
  readonly triggers: number
  readonly definitions: number
  readonly requests: number
  /** Items that the document no longer has; 0 until the plan is compared. */
  readonly removals: number
  /** Units that removals are batched by: actions, triggers, groups of definitions that must be removed together, and kept definitions. */
  readonly removalUnits: number
}

/** Refusal of an import after the comparison: it writes nothing. */
export type Refusal = {
  readonly reason: string
  /** Changes that need a confirmation; absent if none would help. */
  readonly confirm?: readonly Confirmation[]
}

/** Changes as stored in S3, with the facts that a report of a prematurely ended execution needs. */
export type StoredChanges = Changes & {
  /** Version that the changes are for. */
  readonly version: string
  /** Effects of the changes on workflows; absent if they are not known. */
  readonly impacts?: Impacts
  /** Absent in the changes of a fresh draft. */
  readonly comparison?: {
    readonly ledgers: readonly string[]
    readonly batchSize: number
    readonly dryRun: boolean
    readonly facts: DocumentFacts
    /** Present if the import is refused. */
    readonly refusal?: Refusal
  }
}

/** Counts the items that the document no longer has, and the units that their removals are batched by. */
export function removalSize({
  actions,
  triggers,
  definitions,
  keptDefinitions,
}: Removals): Pick<PlanSize, 'removals' | 'removalUnits'> {
  const others = actions.length + triggers.length + keptDefinitions.length
  return { removals: others + definitions.flat().length, removalUnits: others + definitions.length }
}

/** Returns the number of items that an import settles. */
export function countItems({ actions, triggers, definitions, removals }: PlanSize): number {
  return actions + triggers + definitions + removals
}

/** Counts a plan's items, before it is compared. */
export function sizeOf({ actions, triggers, definitions, requests }: Plan): PlanSize {
  return {
    actions: actions.length,
    triggers: triggers.length,
    definitions: definitions.length,
    requests: requests.length,
    removals: 0,
    removalUnits: 0,
  }
}

/** The version that an import works on. Names of versions. */
export type ResolvedTarget = {
  /** The connector's base URL. */
  readonly baseUrl?: string
  /** The version that the import writes to. */
  readonly version: string
  /** The version that the plan is compared with; absent if there is none yet. */
  readonly reads?: string
  /** Present if the version does not exist yet: the version that it is to be copied from, if any. */
  readonly missing?: { readonly from?: string }
  /** True once the missing version exists. */
  readonly isCreated?: true
  /** Versions whose ledger may have the last applied state; the first existing ledger is used. */
  readonly ledgers: readonly string[]
}

/** Creates the diagnostic of a conflict. */
function conflictProblem(pointer: string, reason: string | undefined): Diagnostic {
  return diagnostic(conflictKind.kept(reason), pointer)
}

/** Creates the diagnostics of an item that is kept because a part of the document can't be read. */
function incompleteProblems({
  reason = '',
  unread,
}: {
  readonly reason?: string
  readonly unread?: string
}): readonly Diagnostic[] | undefined {
  return unread === undefined ? undefined : [diagnostic(documentIncomplete.kept(reason), unread)]
}

/** Converts the decision about a planned item that is not written to its result. */
export function resultOf(
  { name, pointer, origin = pointer }: { readonly name: string; readonly pointer: string; readonly origin?: string },
  { stored, conflict, unread, ...decided }: Decision,
  status: Status,
): DefinitionResult & ResourceResult {
  const incomplete = incompleteProblems({ ...decided, ...(unread !== undefined && { unread }) })
  const problems = conflict ? [conflictProblem(origin, decided.reason)] : incomplete
  return { name, ...decided, status, ...(problems && { problems }) }
}

/** A finished import, for metrics and events. */
export type FinishedImport = ImportResult & {
  /** The requested target; the report has the version that was written. */
  readonly target: Target
  /** Person or program that started the import. */
  readonly caller?: string
}
