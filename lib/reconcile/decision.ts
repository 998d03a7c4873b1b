import type { FieldDiff } from './diff.ts'
import type { StoredAction } from './platform-state.ts'

/** Decision on one action or definition. */
export type Decision = {
  readonly change: Change
  /** Id on the platform and, for definitions, URL; absent if it does not exist yet. */
  readonly id?: string
  readonly url?: string
  readonly reason?: string
  /** Both sides changed it: kept, unless forced. */
  readonly conflict?: boolean
  /** Stored action, if an update must send it back. */
  readonly stored?: StoredAction
  /** Fields that an update changes. */
  readonly diff?: readonly FieldDiff[]
  /** Former name on the platform, if the document has renamed the action. */
  readonly renamedFrom?: string
}

/** Reasons why an item is kept. */
export const EDITED = 'Edited on the platform and unchanged in the document; kept.'

export const CONFLICT = 'Changed in the document and on the platform since the last import; kept (--force overwrites).'

export const UNKNOWN =
  'Already exists on the platform with different content and was not created by an import; kept (--force overwrites).'

export type Change = 'create' | 'update' | 'unchanged' | 'remove' | 'keep' | 'skip'
