import { resultOf } from '../../counts.ts'
import { ITEM_KINDS, type ItemKind, type Report } from '../../report.ts'
import { formatNumber } from '../format.ts'
import { find } from './elements.ts'
import { completeLists, fillList } from './fill-list.ts'
import { type Item, itemRow } from './item-row.ts'

const FILTERS = ['text', 'method', 'result', 'diagnostic'] as const
type Filters = Partial<Readonly<Record<(typeof FILTERS)[number], string>>>

/** Shows the lists of items, filtered by the controls of the page. */
export function showItemLists(report: Report): void {
  const controls = FILTERS.map(id => [id, find(`#${id}`) as HTMLInputElement | HTMLSelectElement] as const)
  const lists = ITEM_KINDS.map(({ items }) => itemList(items, report))

  const applyFilters = () => {
    const filters: Filters = Object.fromEntries(controls.map(([id, { value }]) => [id, value]))
    for (const list of lists) list.show(filters)
  }
  const setFilters = (filters: Filters) => {
    for (const [id, control] of controls) control.value = filters[id] ?? ''
    applyFilters()
    const shown = lists.find(({ list }) => list.hasChildNodes()) ?? lists[0]
    shown?.section.focus()
  }

  for (const [, control] of controls) control.addEventListener('input', applyFilters)
  find('#clear').addEventListener('click', () => {
    setFilters({})
    find('#text').focus()
  })
  for (const button of document.querySelectorAll<HTMLElement>('button[data-diagnostic]')) {
    button.hidden = false
    button.addEventListener('click', () => setFilters({ diagnostic: button.dataset.diagnostic ?? '' }))
  }
  find('#items').hidden = false
  applyFilters()
}

const itemList = (id: ItemKind, report: Report) => {
  const section = find(`#${id}`)
  const list = find('.items', section)
  const openAll = find('.open-all', section)
  const items = report[id].map((item: Item) => ({ item, text: searchText(item) }))
  // A row is made once, so that it stays open when filters change.
  const rows = new Map<Item, HTMLElement>()
  const rowOf = ({ item }: { item: Item }): HTMLElement => {
    const row = rows.get(item) ?? itemRow(item, report.outcome === 'planned')
    rows.set(item, row)
    return row
  }
  const show = (filters: Filters) => {
    const words = (filters.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
    const shown = items.filter(({ item, text }) => words.every(word => text.includes(word)) && matches(item, filters))
    const all = formatNumber(items.length)
    find('[role=status]', section).textContent =
      shown.length === items.length ? all : `${formatNumber(shown.length)} of ${all}`
    openAll.hidden = shown.length === 0
    fillList(list, shown, rowOf)
  }
  section.hidden = items.length === 0
  openAll.addEventListener('click', () => {
    completeLists()
    const all = [...list.querySelectorAll('details')]
    const open = all.some(details => !details.open)
    for (const details of all) details.open = open
  })
  return { section, list, show }
}

const searchText = ({ method, path, name, reason, pointer, id, problems, diff = [] }: Item): string =>
  [
    ...[method, path, name, reason, pointer, id],
    ...problems.flatMap(({ code, message }) => [code, message]),
    ...diff.map(({ field }) => field),
  ]
    .join('\n')
    .toLowerCase()

const matches = (item: Item, { method, result, diagnostic }: Filters): boolean =>
  (!method || item.method === method) &&
  (!result || resultOf(item) === result) &&
  (!diagnostic || hasDiagnostic(item, diagnostic))

/** `wanted`: a severity, a code, or `none`. */
const hasDiagnostic = ({ problems }: Item, wanted: string): boolean =>
  wanted === 'none'
    ? problems.length === 0
    : problems.some(({ severity, code }) => severity === wanted || code === wanted)
