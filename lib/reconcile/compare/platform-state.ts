import type { ResourceEntry } from '../ledger/ledger.ts'
import type { NameOf } from './comparable.ts'
import { fingerprintResource } from './fingerprint.ts'
import type { StoredDefinition } from './stored-definition.ts'

/** Action or trigger on the platform. */
export type StoredResource = { readonly id: string; readonly name: string }

/** Items on the platform, by name. A definition's schema is undefined if it was not fetched. */
export type PlatformState = {
  readonly actions: ReadonlyMap<string, StoredResource>
  readonly triggers: ReadonlyMap<string, StoredResource>
  /** Reason why the platform has no triggers: it does not support them. */
  readonly noTriggers?: string
  readonly definitions: ReadonlyMap<string, StoredDefinition & { readonly id: string; readonly url: string }>
}

/** Side of a conflict that wins. */
export type Side = 'platform' | 'document'

/** Options that decide about edits and removals. */
export type Policy = {
  /** Treatment of items that the document no longer has; `delete-filtered` also removes operations that a filter excludes. */
  readonly removed: 'keep' | 'delete' | 'delete-filtered'
  /** Overwrite edits on the platform. */
  readonly force: boolean
  /** Decided sides of conflicts, by the names of the items. */
  readonly resolve?: Readonly<Record<string, Side>>
}

export const DEFAULT_POLICY: Policy = { removed: 'keep', force: false }

export const EMPTY_PLATFORM: PlatformState = { actions: new Map(), triggers: new Map(), definitions: new Map() }

/**
 * Returns true if an action or trigger was edited on the platform since it was last applied.
 * @param presentName returns the present name of a definition that is renamed
 */
export function isEdited(stored: StoredResource, entry: ResourceEntry | undefined, presentName?: NameOf): boolean {
  if (entry === undefined) return true
  const isApplied = (now: string): boolean => now === entry.stored || now === entry.applied
  if (isApplied(fingerprintResource(stored))) return false
  return presentName === undefined || !isApplied(fingerprintResource(stored, presentName))
}
