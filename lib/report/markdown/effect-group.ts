import type { Kind, Reason } from '../../release/rule.ts'
import { effectOf } from '../impact.ts'
import { itemsOf, type KindOfItem, type Report } from '../report.ts'
import { codeSpan } from './code.ts'

/** Maximum number of reasons of an item. */
const MAX_REASONS = 5

const TITLES: Readonly<Record<Kind, string>> = {
  breaking: 'breaks workflows',
  compatible: 'compatible with workflows',
  annotation: 'annotations: only texts differ',
}

/** Items of one effect, with their reasons; undefined if there are none. */
export function effectGroup(report: Report, kind: Kind) {
  const items = itemsOf(report).filter(({ item }) => effectOf(item) === kind)
  return items.length === 0 ? undefined : { title: TITLES[kind], items, details: itemReasons }
}

const itemReasons = ({ item: { impact } }: KindOfItem): string[] => {
  const { reasons = [], reasonsOmitted = 0 } = impact ?? {}
  const left = reasons.length - MAX_REASONS + reasonsOmitted
  return [...reasons.slice(0, MAX_REASONS).map(reasonLine), ...(left > 0 ? [`  - … and ${left} more`] : [])]
}

const reasonLine = ({ message, direction, after, before }: Reason): string => {
  const place = after ?? before
  const texts = [...(direction === undefined ? [] : [`${direction}:`]), codeSpan(message, 500)]
  return `  - ${[...texts, ...(place === undefined ? [] : [codeSpan(place)])].join(' ')}`
}
