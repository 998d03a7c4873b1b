import type { PlannedConnector } from '../conversion/connector/planned-connector.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Severity } from '../diagnostics/severity.ts'
import type { Confirmation } from '../reconcile/confirmations.ts'
import type { ConflictField } from '../reconcile/decide/conflict-fields.ts'
import type { Change } from '../reconcile/decide/decision.ts'
import type { ByConnectionPart } from '../release/connection-parts.ts'
import type { ChangeCounts } from '../release/counts.ts'
import type { Target } from '../request/target.ts'
import type { Impact } from './impact.ts'

export type Outcome =
  | 'succeeded'
  | 'conflicts'
  | 'partial'
  | 'failed'
  | 'unchanged'
  | 'planned'
  | 'refused'
  | 'superseded'
  | 'cancelled'

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

export type ReportedDefinition = {
  readonly name: string
  readonly change: Change
  readonly status: Status
  /** Id on the platform. */
  readonly id?: string
  readonly reason?: string
  /** Fields that an update changes, or that a conflict is about. `field` is a JSON Pointer into the item. */
  readonly diff?: readonly { readonly field: string; readonly before?: unknown; readonly after?: unknown }[]
  /** Fields that a conflict is about, with the values of all three sides. */
  readonly conflict?: readonly ConflictField[]
  /** True if the content that an import last applied is not known: `conflict` has no values of `base`. */
  readonly baseUnknown?: true
  /** Content that a create or an update writes, or that a conflict has not applied. Links name definitions. */
  readonly payload?: unknown
  /** Effect of the change on workflows; only of an item that a re-import changes, or that it keeps although the document changes it. */
  readonly impact?: Impact
  readonly problems: readonly Diagnostic[]
}

/** Action or trigger. */
export type ReportedAction = ReportedDefinition & {
  readonly method: string
  /** Path in the document; of a trigger, the webhook, or the operation, key and expression of the callback. */
  readonly path: string
  /** Location of the operation in the document. */
  readonly pointer: string
  /** First tag of the operation. */
  readonly tag?: string
}

/** Connector of an import that creates connectors. */
export type ReportedConnector = {
  /** Name of the connector in requests and keys of documents, in place of its id. */
  readonly alias: string
  /** Id on the platform. */
  readonly id?: string
  readonly name?: string
  readonly baseUrl?: string
  readonly connectionVariables?: PlannedConnector['connectionVariables']
  readonly change: Extract<Change, 'create' | 'unchanged'>
  readonly status: Status
  readonly reason?: string
}

/** Authentication scheme of a connector. */
export type ReportedAuthScheme = {
  /** Name of the security scheme in the document, with its flow for OAuth; empty for requests without authentication. */
  readonly key: string
  readonly schemeType: string
  /** Location of the security scheme in the document. */
  readonly pointer: string
  readonly change: Extract<Change, 'create' | 'update' | 'unchanged' | 'keep'>
  readonly status: Status
  /** Id on the platform. */
  readonly id?: string
  readonly reason?: string
}

/** Report of one import, schema version 1; docs/report.md describes every field. */
export type Report = {
  readonly schema: 1
  readonly importId: string
  readonly outcome: Outcome
  /** Reason why the import failed or was refused, superseded or cancelled: the cause, its location and the remedy. */
  readonly reason?: string
  /** Identifies the changes of a dry run; the option `expect` applies exactly these. */
  readonly planId?: string
  /** Changes that need a confirmation; present only if the import was refused for lack of the option `confirm`. */
  readonly confirm?: readonly Confirmation[]
  readonly document: {
    readonly location: string
    readonly bytes: number
    readonly sha256: string
    /** SHA-256 of all files of a document that has several. */
    readonly filesSha256?: string
    readonly format?: 'json' | 'yaml'
    readonly specification?: string
    readonly title?: string
    readonly version?: string
    /** Overlays that were applied, in their order: their names in the folder and the hashes of their bytes. Absent without any. */
    readonly overlays?: readonly { readonly file: string; readonly sha256: string }[]
  }
  readonly target: Target
  /** Person or program that started the import: an ARN, the `sub` of a token, an account, or `schedule`. */
  readonly caller?: string
  /** Present if the target names a connector that an import creates or has created. */
  readonly connector?: ReportedConnector
  /** Authentication schemes of the document; present if they are imported. */
  readonly authSchemes?: readonly ReportedAuthScheme[]
  /** Steps that a person must do before the connector works, as sentences. Absent if there are none. */
  readonly nextSteps?: readonly string[]
  /**
   * Effects on workflows of changed servers and ways to authenticate of the document. Only after a re-import, and only with
   * a change.
   */
  readonly connection?: ByConnectionPart<Impact>
  readonly counts: {
    /** Operations under `paths`. */
    readonly operations: number
    readonly triggers: Counts
    readonly actions: Counts
    readonly definitions: Counts
    /** Diagnostics of each severity, of the document and of all items. */
    readonly diagnostics: Readonly<Record<Severity, number>>
    /** Changed items by their effect on workflows; absent if it is not known, as for the first import of a version. */
    readonly impact?: ChangeCounts
  }
  readonly triggers: readonly ReportedAction[]
  readonly actions: readonly ReportedAction[]
  readonly definitions: readonly ReportedDefinition[]
  readonly diagnostics: readonly Diagnostic[]
  /** Number of payloads that the report omits, since all of them together are too large. Absent if it has all. */
  readonly payloadsOmitted?: number
  readonly requests: { readonly sent: number; readonly retried: number; readonly throttled: number }
  readonly startedAt: string
  readonly finishedAt: string
  readonly durationMs: number
}

/** Kinds of items in display order, and the noun for one of each. */
export const ITEM_KINDS = [
  { items: 'triggers', noun: 'trigger' },
  { items: 'actions', noun: 'action' },
  { items: 'definitions', noun: 'definition' },
] as const
export type ItemKind = (typeof ITEM_KINDS)[number]['items']

/** Trigger, action or definition. */
export type ReportedItem = ReportedDefinition & Partial<ReportedAction>

/** Item of a report with its kind and the noun for it. */
export type KindOfItem = { readonly kind: ItemKind; readonly noun: string; readonly item: ReportedItem }

/** Returns all items of a report in display order. */
export function itemsOf(report: Pick<Report, ItemKind>): readonly KindOfItem[] {
  return ITEM_KINDS.flatMap(({ items: kind, noun }) => report[kind].map((item: ReportedItem) => ({ kind, noun, item })))
}

/** Returns true if nothing was written, and the items of the report are the changes that an import would make. */
export function isOnlyPlanned({ outcome }: Pick<Report, 'outcome'>): boolean {
  return outcome === 'planned' || outcome === 'refused'
}

/** Returns the document's title and version, or its location if it has no title. */
export function documentTitle({ title, version, location }: Report['document']): string {
  return title ? `${title} ${version ?? ''}`.trim() : location
}

/** Returns the outcome, with the number of errors: an import can write everything of a document that has lost something. */
export function headline({ outcome, counts }: Pick<Report, 'outcome' | 'counts'>): string {
  const { error } = counts.diagnostics
  if (error === 0 || ['failed', 'refused', 'superseded'].includes(outcome)) return outcome
  return `${outcome} with ${error} ${error === 1 ? 'error' : 'errors'}`
}
