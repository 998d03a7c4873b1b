import { fingerprintAction } from './fingerprint.ts'
import type { Ledger } from './ledger.ts'
import type { StoredDefinition } from './stored-definition.ts'

export type StoredAction = { readonly id: string; readonly name: string }

/** State of the platform, by name. A definition's schema is absent if it was not fetched. */
export type PlatformState = {
  readonly actions: ReadonlyMap<string, StoredAction>
  readonly definitions: ReadonlyMap<string, StoredDefinition & { readonly id: string; readonly url: string }>
}

export type Policy = {
  /** Treatment of items that are not in the document any more. */
  readonly removed: 'keep' | 'delete'
  /** Overwrites edits on the platform. */
  readonly force: boolean
}

export const DEFAULT_POLICY: Policy = { removed: 'keep', force: false }

/** Returns true if an action was edited on the platform since it was last applied. */
export function isEdited(stored: StoredAction, ledger: Ledger, name: string): boolean {
  const entry = ledger.actions.get(name)
  if (entry === undefined) return true
  const now = fingerprintAction(stored)
  return now !== entry.stored && now !== entry.applied
}
