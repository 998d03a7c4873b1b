import { isBreaking } from './impact.ts'
import { type ItemKind, itemsOf, type KindOfItem, type Report, type ReportedDefinition } from './report.ts'

/** Reasons why an item needs a person, in display order. An item has one. */
const CONCERNS = ['breaking', 'failed', 'conflict', 'unread'] as const
export type Concern = (typeof CONCERNS)[number]

/** Items with one concern. */
export type ConcernGroup = { readonly concern: Concern; readonly items: readonly KindOfItem[] }

/** Groups the items that need a person by concern; a concern without items is absent. */
export function groupConcerns(report: Pick<Report, ItemKind>): ConcernGroup[] {
  const groups = Map.groupBy(itemsOf(report), ({ item }) => concernOf(item))
  return CONCERNS.flatMap(concern => {
    const items = groups.get(concern)
    return items === undefined ? [] : [{ concern, items }]
  })
}

type Settled = Pick<ReportedDefinition, 'change' | 'status' | 'problems' | 'impact'>

/** Returns the concern of an item; undefined if it needs no person. */
const concernOf = (item: Settled): Concern | undefined => {
  if (item.status === 'failed') return 'failed'
  if (isConflict(item)) return 'conflict'
  if (isBreaking(item)) return 'breaking'
  return item.problems.some(({ code }) => code === 'document-incomplete') ? 'unread' : undefined
}

/** Returns true for an item that both sides changed, or that exists on the platform without an import. */
export function isConflict({ problems }: Pick<ReportedDefinition, 'problems'>): boolean {
  return problems.some(({ code }) => code === 'conflict')
}

/** Returns true for an item that is written or removed, or that needs a person. */
export function isChanged(item: Settled): boolean {
  const { change } = item
  return change === 'create' || change === 'update' || change === 'remove' || concernOf(item) !== undefined
}

/** Returns true if items of the connector existed before the import. */
export function isReimport(report: Pick<Report, ItemKind>): boolean {
  return itemsOf(report).some(({ item: { change } }) => change !== 'create' && change !== 'skip')
}
