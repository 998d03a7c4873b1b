import type { FieldDiff } from '../compare/diff.ts'
import type { StoredResource } from '../compare/platform-state.ts'
import type { ConflictField } from './conflict-fields.ts'
import { DECISION_REASONS } from './reasons.ts'

/** Decided change of one item. */
export type Change = 'create' | 'update' | 'unchanged' | 'remove' | 'keep' | 'skip'

/** Decision about one planned action, trigger or definition. */
export type Decision = {
  readonly change: Change
  /** The platform's id and, for definitions, URL; absent if it does not exist on the platform. */
  readonly id?: string
  readonly url?: string
  readonly reason?: string
  /** Changed both in the document and on the platform, or created outside of imports; kept unless forced. */
  readonly conflict?: boolean
  /** Fields of a conflict with the values of all three sides. */
  readonly fields?: readonly ConflictField[]
  /** True if the content that was last applied is not known. */
  readonly baseUnknown?: true
  /** True if a person has decided the conflict for the platform: the document's content counts as applied. */
  readonly accepted?: true
  /** Location of the part of the document that can't be read, which is why the item is kept. */
  readonly unread?: string
  /** The platform's action or trigger before an update; an update sends its ids back. */
  readonly stored?: StoredResource
  /** Fields that an update changes, or that a conflict is about. */
  readonly diff?: readonly FieldDiff[]
  /** The item's name on the platform, if it has another one now. */
  readonly renamedFrom?: string
}

type Sides = {
  /** Edited on the platform since it was last applied. */
  readonly edited: boolean
  readonly documentChanged: boolean
  /** Applied by an earlier import. */
  readonly applied: boolean
  /** An earlier import of the target is known. */
  readonly isBaseKnown: boolean
  readonly force: boolean
}

/** Decides about an item whose planned and stored contents differ. */
export function decideDifference(
  stored: { readonly id: string; readonly url?: string },
  differences: readonly FieldDiff[],
  { edited, documentChanged, applied, isBaseKnown, force }: Sides,
): Decision {
  if (!edited || force) return { change: 'update', ...stored, diff: differences }
  if (!documentChanged) return { change: 'keep', ...stored, reason: DECISION_REASONS.edited }
  const unrecorded = isBaseKnown ? DECISION_REASONS.foreign : DECISION_REASONS.baseUnknown
  const reason = applied ? DECISION_REASONS.conflict : unrecorded
  return { change: 'keep', ...stored, conflict: true, diff: differences, reason }
}
