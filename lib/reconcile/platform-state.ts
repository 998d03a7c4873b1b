import type { NameOf } from './comparable.ts'
import { fingerprintAction } from './fingerprint.ts'
import type { Ledger } from './ledger.ts'
import type { StoredDefinition } from './stored-definition.ts'

export type StoredAction = { readonly id: string; readonly name: string }

/** Actions and definitions on the platform, by name. A definition's schema is undefined if it was not fetched. */
export type PlatformState = {
  readonly actions: ReadonlyMap<string, StoredAction>
  readonly definitions: ReadonlyMap<string, StoredDefinition & { readonly id: string; readonly url: string }>
}

/** Options that decide about edits and removals. */
export type Policy = {
  /** Treatment of items that the document no longer has; `delete-filtered` also removes operations that a filter excludes. */
  readonly removed: 'keep' | 'delete' | 'delete-filtered'
  /** Overwrite edits on the platform. */
  readonly force: boolean
}

export const DEFAULT_POLICY: Policy = { removed: 'keep', force: false }

/**
 * Returns true if an action was edited on the platform since it was last applied.
 * @param presentName returns the present name of a definition that is renamed
 */
export function isEdited(stored: StoredAction, ledger: Ledger, name: string, presentName?: NameOf): boolean {
  const entry = ledger.actions.get(name)
  if (entry === undefined) return true
  const isApplied = (now: string): boolean => now === entry.stored || now === entry.applied
  if (isApplied(fingerprintAction(stored))) return false
  return presentName === undefined || !isApplied(fingerprintAction(stored, presentName))
}
