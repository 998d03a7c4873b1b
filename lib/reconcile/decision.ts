import type { FieldDiff } from './diff.ts'
import type { StoredAction } from './platform-state.ts'

/** What is to be done about one action or definition. */
export type Decision = {
  readonly change: Change
  /** The platform's id and, for definitions, URL where it has one already. */
  readonly id?: string
  readonly url?: string
  readonly reason?: string
  /** Both sides changed it: nothing was done, unless forced. */
  readonly conflict?: boolean
  /** The platform's action as it is, where an update has to send it back. */
  readonly stored?: StoredAction
  /** What an update changes. */
  readonly diff?: readonly FieldDiff[]
  /** The name that the action has on the platform, where the document has given it another. */
  readonly renamedFrom?: string
}

/** Why something was left as it is. */
export const EDITED = 'It was edited on the platform and the document has not changed; it was left as it is.'

export const CONFLICT =
  'Both the document and the platform have changed it since the last import; it was left as it is (--force overwrites).'

export const UNKNOWN =
  'The platform has one of this name that differs from the document, and no import is known to have made it; it was left as it is (--force overwrites).'

export type Change = 'create' | 'update' | 'unchanged' | 'remove' | 'keep' | 'skip'
