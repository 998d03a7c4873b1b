import { canonical } from '../../json/canonical.ts'
import { sha256 } from '../../util/hash.ts'
import { isConflict } from '../attention.ts'
import { isOnlyPlanned, itemsOf, type KindOfItem, type Report } from '../report.ts'

/** Planned change of an item, in a file. Items that do not change are not in the file. */
export type PlanItem = {
  readonly kind: KindOfItem['kind']
  readonly name: string
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly change: KindOfItem['item']['change']
  readonly conflict?: true | undefined
  /** Identifies the content on the platform that differs, and the content of the document. */
  readonly sha256: string
}

/** Returns the changes of a plan, without their content. */
export function planItems(report: Report): PlanItem[] {
  if (!isOnlyPlanned(report)) return []
  return itemsOf(report).flatMap(found => (found.item.change === 'unchanged' ? [] : [planItem(found)]))
}

const planItem = ({ kind, item }: KindOfItem): PlanItem => {
  const { name, method, path, change, payload, diff, conflict } = item
  return {
    kind,
    name,
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    change,
    ...(isConflict(item) && { conflict: true }),
    sha256: sha256(canonical([payload, diff, conflict])),
  }
}

/** Maximum number of items in a sentence. */
const MAX_NAMES = 5

/** Describes the items whose planned change is not the expected one; undefined if there are none. */
export function movedItems(expected: readonly PlanItem[], report: Report): string | undefined {
  const before = new Map(expected.map(item => [keyOf(item), item]))
  const after = new Map(planItems(report).map(item => [keyOf(item), item]))
  const moved = [...new Set([...before.keys(), ...after.keys()])].flatMap(key => {
    const [left, right] = [before.get(key), after.get(key)]
    const item = left ?? right
    if (item === undefined || isSame(left, right)) return []
    return [`${NOUNS[item.kind]} ${item.name} (${describe(left)} in the plan, ${describe(right, left)} now)`]
  })
  if (moved.length === 0) return undefined
  const left = moved.length - MAX_NAMES
  const more = left > 0 ? [`${left} more`] : []
  return `Different changes: ${[...moved.slice(0, MAX_NAMES), ...more].join(', ')}.`
}

const NOUNS = { actions: 'action', triggers: 'trigger', definitions: 'definition' } as const

const keyOf = ({ kind, name }: PlanItem): string => `${kind} ${name}`

const isSame = (a: PlanItem | undefined, b: PlanItem | undefined): boolean =>
  a?.change === b?.change && a?.conflict === b?.conflict && a?.sha256 === b?.sha256

const describe = (item: PlanItem | undefined, other?: PlanItem): string => {
  const change = item === undefined ? 'unchanged' : item.conflict ? 'conflict' : item.change
  const isOther = other !== undefined && item?.change === other.change && item.conflict === other.conflict
  return isOther ? `${change} with other content` : change
}
