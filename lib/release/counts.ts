import type { ItemChange, ReleaseChanges } from './classify.ts'
import { KINDS, type Kind } from './rule.ts'

/** Number of changed items by kind. */
export type ChangeCounts = Readonly<Record<Kind, number>>

/** Counts the changed actions, triggers, definitions and parts of a connection by their kinds; kept items do not count. */
export function countChanges({ actions, triggers, definitions, connection }: ReleaseChanges): ChangeCounts {
  const counts = { breaking: 0, compatible: 0, annotation: 0 }
  const add = ({ kind, kept }: ItemChange): void => {
    if (!kept) counts[kind]++
  }
  for (const changes of [actions, triggers, definitions]) for (const change of changes.values()) add(change)
  for (const change of Object.values(connection)) add(change)
  return counts
}

/** Returns the counts for people: `1 breaking, 0 compatible, 2 annotations`. */
export function countText(counts: ChangeCounts): string {
  const nounOf = (kind: Kind): string => (kind === 'annotation' && counts[kind] !== 1 ? 'annotations' : kind)
  return KINDS.map(kind => `${counts[kind]} ${nounOf(kind)}`).join(', ')
}
