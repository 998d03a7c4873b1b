import type { ContentKind } from '../reconcile/ledger/applied.ts'
import type { ItemChange } from '../release/classify.ts'
import type { ByConnectionPart } from '../release/connection-parts.ts'
import type { ChangeCounts } from '../release/counts.ts'
import type { Kind, Reason } from '../release/rule.ts'

/** Effect of an import's change of one item on the workflows that use the item. */
export type Impact = Pick<ItemChange, 'kind' | 'status' | 'renamedFrom' | 'kept'> & {
  /** The worst first; never empty. */
  readonly reasons: readonly Reason[]
  /** Number of further reasons, which the report omits; absent if it has all. */
  readonly reasonsOmitted?: number
}

/**
 * Effects of an import by kind and name, with the tag of an operation that the document no longer has. Names are array items,
 * since a document may use a name like `__proto__`.
 */
export type Impacts = Readonly<
  Record<ContentKind, readonly (readonly [name: string, impact: Impact, tag?: string])[]>
> & {
  /** Effects of changed servers and ways to authenticate; absent without any. Nothing of it is written. */
  readonly connection?: ByConnectionPart<Impact>
}

export const NO_IMPACTS: Impacts = { triggers: [], actions: [], definitions: [] }

/** Maximum number of reasons of one item. */
const MAX_REASONS = 50

/** Converts the classified change of an item for the report. */
export function impactOf({ reasons, ...change }: ItemChange): Impact {
  const omitted = reasons.length - MAX_REASONS
  return { ...change, reasons: reasons.slice(0, MAX_REASONS), ...(omitted > 0 && { reasonsOmitted: omitted }) }
}

type Affected = { readonly status: string; readonly impact?: Impact }

/** Returns the effect of an item's change; undefined if there is none. A kept or failed item is as it was. */
export function effectOf({ status, impact }: Affected): Kind | undefined {
  return impact?.kept || status === 'failed' ? undefined : impact?.kind
}

/** Returns true for a change that breaks the workflows which use the item. */
export function isBreaking(item: Affected): boolean {
  return effectOf(item) === 'breaking'
}

/** Counts the changed items by their effect; kept and failed items do not count. */
export function countImpacts(items: readonly Affected[]): ChangeCounts {
  const counts = { breaking: 0, compatible: 0, annotation: 0 }
  for (const item of items) {
    const kind = effectOf(item)
    if (kind !== undefined) counts[kind]++
  }
  return counts
}
