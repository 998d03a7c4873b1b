import { isConflict } from '../attention.ts'
import { resultLabels } from '../counts.ts'
import { type ItemKind, isOnlyPlanned, itemsOf, type KindOfItem, type Report } from '../report.ts'

/** Groups of changes in display order: what can't be undone and what needs a decision come first. */
const GROUPS = ['removed', 'conflict', 'created', 'updated'] as const
export type ChangeKind = (typeof GROUPS)[number]

/** Changes of one kind. */
export type ChangeGroup = { readonly kind: ChangeKind; readonly title: string; readonly items: readonly KindOfItem[] }

/** Groups the changes of an import, or of its plan; a group without changes is absent, and so are failed items. */
export function groupChanges(report: Pick<Report, ItemKind | 'outcome'>): ChangeGroup[] {
  const groups = Map.groupBy(itemsOf(report), changeKindOf)
  const titles = { ...resultLabels(isOnlyPlanned(report)), conflict: 'conflicts, kept as on the platform' }
  return GROUPS.flatMap(kind => {
    const items = groups.get(kind)
    return items === undefined ? [] : [{ kind, title: titles[kind], items }]
  })
}

const KIND_OF = { remove: 'removed', create: 'created', update: 'updated' } as const

const changeKindOf = ({ item }: KindOfItem): ChangeKind | undefined => {
  if (isConflict(item)) return 'conflict'
  const { change, status } = item
  if (status === 'failed') return undefined
  return change === 'remove' || change === 'create' || change === 'update' ? KIND_OF[change] : undefined
}
