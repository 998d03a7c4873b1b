import { type ConnectionPart, partsOf } from '../release/connection-parts.ts'
import { type Impact, isBreaking } from './impact.ts'
import { type ItemKind, itemsOf, type KindOfItem, type Report, type ReportedDefinition } from './report.ts'

/** Reasons why an item needs a person, in display order. An item has one. */
const CONCERNS = ['breaking', 'failed', 'conflict', 'unread'] as const
export type Concern = (typeof CONCERNS)[number]

/** Items with one concern; parts of the connection can only be breaking. */
export type ConcernGroup = {
  readonly concern: Concern
  readonly items: readonly KindOfItem[]
  readonly parts: readonly { readonly part: ConnectionPart; readonly value: Impact }[]
}

/** Groups the items that need a person by concern; a concern without items is absent. */
export function groupConcerns(report: Pick<Report, ItemKind | 'connection'>): ConcernGroup[] {
  const groups = Map.groupBy(itemsOf(report), ({ item }) => concernOf(item))
  const breaking = partsOf(report.connection ?? {}).filter(({ value: { kind } }) => kind === 'breaking')
  return CONCERNS.map(concern => {
    return { concern, items: groups.get(concern) ?? [], parts: concern === 'breaking' ? breaking : [] }
  }).filter(({ items, parts }) => items.length + parts.length > 0)
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
