import { resultOf } from '../../counts.ts'
import { effectOf } from '../../impact.ts'
import { type ItemKind, isOnlyPlanned } from '../../report.ts'
import { formatNumber } from '../format.ts'
import type { Filters } from '../page-link.ts'
import type { PageReport } from '../payload-chunks.ts'
import { find, make } from './elements.ts'
import type { Item } from './item.ts'
import { type ItemRow, itemRow } from './item-row.ts'
import { createLongList } from './long-list.ts'

/** Maximum number of rows that are opened for printing; more take the browser too long. */
const MAX_PRINTED = 2000

export type ItemList = {
  readonly kind: ItemKind
  readonly section: HTMLElement
  /** Shows the items that match. @returns the number of items that match the filters and that `isWanted` excludes */
  readonly show: (filters: Filters, isWanted: (item: Item) => boolean) => number
  /** Returns the number of shown items. */
  readonly count: () => number
  /** Opens an item and scrolls to it. @returns false if it is not shown */
  readonly open: (name: string) => boolean
  /** Makes and opens all rows; returns a function that closes those that were closed. */
  readonly expand: () => () => void
}

type Heading = { readonly heading: string; readonly count: number }
type Entry = Item | Heading

/** Creates the list of the items of one kind. */
export function itemList(kind: ItemKind, report: PageReport): ItemList {
  const section = find(`#${kind}`)
  const listElement = find('.list', section)
  const items: readonly Item[] = report[kind]
  const isTagged = items.some(({ tag }) => tag !== undefined)
  const texts = new Map<Item, string>()
  const textOf = (item: Item): string => {
    const text = texts.get(item) ?? searchText(item)
    texts.set(item, text)
    return text
  }
  // A row is made once, so that it stays open when filters change.
  const rows = new Map<Item, ItemRow>()
  let isOpen = false
  let shown: readonly Item[] = []
  const rowOf = (item: Item): ItemRow => {
    const known = rows.get(item)
    if (known !== undefined) return known
    const row = itemRow(kind, item, isOnlyPlanned(report))
    if (isOpen) row.setOpen(true)
    rows.set(item, row)
    return row
  }
  const list = createLongList<Entry>(listElement, (block, entries) => {
    let rowsOfBlock: HTMLElement | undefined
    for (const entry of entries) {
      if ('heading' in entry) {
        block.append(make('h3', { class: 'data' }, entry.heading, ' ', make('span', {}, formatNumber(entry.count))))
        rowsOfBlock = undefined
      } else {
        rowsOfBlock ??= block.appendChild(make('ul', { class: 'items' }))
        rowsOfBlock.append(rowOf(entry).element)
      }
    }
  })
  const show: ItemList['show'] = (filters, isWanted) => {
    const words = (filters.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
    const matching = items.filter(item => matches(item, filters) && words.every(word => textOf(item).includes(word)))
    shown = matching.filter(isWanted)
    const all = formatNumber(items.length)
    find('[role=status]', section).textContent =
      shown.length === items.length ? all : `${formatNumber(shown.length)} of ${all}`
    for (const button of section.querySelectorAll<HTMLElement>('.title button')) button.hidden = shown.length === 0
    listElement.dataset.empty = matching.length > 0 ? 'No item has a change.' : 'No item matches the filters.'
    list.show(isTagged ? withHeadings(shown) : shown)
    return matching.length - shown.length
  }
  const setAll = (open: boolean) => {
    isOpen = open
    for (const item of shown) rows.get(item)?.setOpen(open)
  }
  section.hidden = items.length === 0
  find('.open-all', section).addEventListener('click', () => setAll(true))
  find('.close-all', section).addEventListener('click', () => setAll(false))
  return {
    kind,
    section,
    show,
    count: () => shown.length,
    open: name => {
      const item = shown.find(each => each.name === name)
      if (item === undefined) return false
      list.reach(item)
      rowOf(item).reveal()
      return true
    },
    expand: () => {
      list.complete()
      const opened = shown
        .slice(0, MAX_PRINTED)
        .map(rowOf)
        .filter(row => !row.element.querySelector('details')?.open)
      for (const row of opened) row.setOpen(true)
      return () => {
        for (const row of opened) row.setOpen(false)
      }
    },
  }
}

/** Groups items by tag in the order of the document, with a heading for each tag; items without a tag come last. */
const withHeadings = (items: readonly Item[]): Entry[] => {
  const groups = Map.groupBy(items, ({ tag }) => tag)
  const untagged = groups.get(undefined)
  const tagged = [...groups].filter(([tag]) => tag !== undefined)
  return [...tagged, ...(untagged === undefined ? [] : [['Without a tag', untagged] as const])].flatMap(
    ([tag, of]): Entry[] => [{ heading: tag ?? '', count: of.length }, ...of],
  )
}

const searchText = ({ method, path, tag, name, reason, pointer, id, problems, impact, diff = [] }: Item): string =>
  [
    ...[method, path, tag, name, reason, pointer, id],
    ...problems.flatMap(({ code, message }) => [code, message]),
    ...diff.map(({ field }) => field),
    ...(impact?.reasons ?? []).flatMap(({ rule, message }) => [rule, message]),
  ]
    .join('\n')
    .toLowerCase()

const matches = (item: Item, { method, tag, result, impact, diagnostic }: Filters): boolean =>
  (!method || item.method === method) &&
  (!tag || item.tag === tag) &&
  (!result || resultOf(item) === result) &&
  (!impact || effectOf(item) === impact) &&
  (!diagnostic || hasDiagnostic(item, diagnostic))

/** `wanted`: a severity, a code, or `none`. */
const hasDiagnostic = ({ problems }: Item, wanted: string): boolean =>
  wanted === 'none'
    ? problems.length === 0
    : problems.some(({ severity, code }) => severity === wanted || code === wanted)
