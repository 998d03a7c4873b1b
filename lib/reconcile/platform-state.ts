import { fingerprintAction } from './fingerprint.ts'
import type { Ledger } from './ledger.ts'
import type { StoredDefinition } from './stored-definition.ts'

export type StoredAction = { readonly id: string; readonly name: string }

/** What the platform has, by name. A definition's schema is absent where nobody needed to look. */
export type PlatformState = {
  readonly actions: ReadonlyMap<string, StoredAction>
  readonly definitions: ReadonlyMap<string, StoredDefinition & { readonly id: string; readonly url: string }>
}

export type Policy = {
  /** What becomes of what the document no longer has. */
  readonly removed: 'keep' | 'delete'
  /** Overwrite what was edited on the platform. */
  readonly force: boolean
}

export const DEFAULT_POLICY: Policy = { removed: 'keep', force: false }

/** Whether a person changed an action on the platform since it was last applied. */
export function isEdited(stored: StoredAction, ledger: Ledger, name: string): boolean {
  const entry = ledger.actions.get(name)
  if (entry === undefined) return true
  const now = fingerprintAction(stored)
  return now !== entry.stored && now !== entry.applied
}
