import { isChanged, isReimport } from '../../attention.ts'
import { ITEM_KINDS } from '../../report.ts'
import { formatNumber } from '../format.ts'
import type { Filters, PageState } from '../page-link.ts'
import type { PageReport } from '../payload-chunks.ts'
import { find } from './elements.ts'
import { type ItemList, itemList } from './item-list.ts'
import { connectFilters } from './page-state.ts'

/** Shows the lists of items, filtered by the controls and the address of the page. */
export function showItemLists(report: PageReport): readonly ItemList[] {
  const lists = ITEM_KINDS.map(({ items }) => itemList(items, report))
  const scope = document.querySelector<HTMLElement>('#scope')
  const canHide = scope !== null && isReimport(report)
  const apply = (filters: Filters) => {
    // A result or a diagnostic that is selected may be one of items without a change.
    const isOpen = !canHide || [filters.scope, filters.result, filters.impact, filters.diagnostic].some(Boolean)
    const hidden = lists.reduce((sum, list) => sum + list.show(filters, isOpen ? () => true : isChanged), 0)
    if (scope !== null) showScope(scope, filters, hidden)
  }
  const openItem = ({ kind, name }: NonNullable<PageState['item']>) => {
    const list = lists.find(each => each.kind === kind)
    if (list === undefined || list.open(name)) return
    apply({ scope: 'all' })
    list.open(name)
  }
  const follow = ({ filters, item, go }: PageState, isFirst: boolean) => {
    if (item !== undefined) return openItem(item)
    if (isFirst || Object.keys(filters).length === 0) return
    const shown = lists.find(({ kind }) => kind === go) ?? lists.find(({ count }) => count() > 0) ?? lists[0]
    shown?.section.focus()
  }
  find('#items').hidden = false
  const filters = connectFilters(apply, follow)
  scope?.querySelector('button')?.addEventListener('click', () => {
    const { scope: wide, ...others } = filters.get()
    filters.set(wide ? others : { ...others, scope: 'all' })
  })
  return lists
}

const showScope = (scope: HTMLElement, { scope: wide, result, diagnostic }: Filters, hidden: number): void => {
  scope.hidden = !wide && (Boolean(result) || Boolean(diagnostic))
  const items = hidden === 1 ? '1 item without a change is' : `${formatNumber(hidden)} items without a change are`
  find('[role=status]', scope).textContent = wide ? 'Items without a change are shown, too.' : `${items} hidden.`
  find('button', scope).textContent = wide ? 'Show only changes' : 'Show all'
}
