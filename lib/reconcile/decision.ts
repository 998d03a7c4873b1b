import type { FieldDiff } from './diff.ts'
import type { StoredAction } from './platform-state.ts'

export type Change = 'create' | 'update' | 'unchanged' | 'remove' | 'keep' | 'skip'

/** Decision about one planned action or definition. */
export type Decision = {
  readonly change: Change
  /** The platform's id and, for definitions, URL; absent if it does not exist on the platform. */
  readonly id?: string
  readonly url?: string
  readonly reason?: string
  /** Changed both in the document and on the platform, or created outside of imports; kept unless forced. */
  readonly conflict?: boolean
  /** The platform's action before an update; an update sends its ids back. */
  readonly stored?: StoredAction
  /** Fields that an update changes, or that a conflict is about. */
  readonly diff?: readonly FieldDiff[]
  /** The action's name on the platform, if the document has renamed it. */
  readonly renamedFrom?: string
}
