import { filterUnused } from '../diagnostics/kinds/operations.ts'
import { quote } from '../json/quote.ts'
import { type Filter, NO_FILTER } from './filter.ts'
import type { Plan } from './plan.ts'
import type { WantedTriggers } from './trigger/convert-events.ts'

/** Maximum number of filters that a reason names. */
const MAX_NAMED = 5

/** Options that exclude operations and events. */
type Selection = Filter & { readonly triggers: WantedTriggers }

/**
 * Returns the reason to refuse an import whose filters exclude every operation and event of the document; undefined if they
 * leave one, or if a part of the document, which may have one, can't be read.
 */
export function filterRefusal(plan: Plan, selection: Selection): string | undefined {
  const { actions, triggers, unread, unreadEvents, diagnostics } = plan
  const items = [...actions, ...triggers]
  if (items.length === 0 || unread.length + unreadEvents.length > 0) return undefined
  if (!items.every(({ isFiltered }) => isFiltered === true)) return undefined
  const excluded = [
    ...(actions.length > 0 ? [counted(actions.length, 'operation')] : []),
    ...(triggers.length > 0 ? [counted(triggers.length, 'event')] : []),
  ]
  const unused = diagnostics.filter(({ code }) => code === filterUnused.code).map(({ message }) => message)
  const causes = unused.length > 0 ? unused.slice(0, MAX_NAMED) : [`The filters are ${describe(selection)}.`]
  return [
    `The filters exclude all ${excluded.join(' and ')} of the document, so there is nothing to import.`,
    ...causes,
    'Correct the filters, and import again.',
  ].join(' ')
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const describe = ({ skipDeprecated, triggers, ...filters }: Selection): string => {
  const { skipDeprecated: _, ...none } = NO_FILTER
  const names = Object.keys(none) as (keyof typeof none)[]
  const set = names.flatMap(name => filters[name].map(value => `${name} ${quote(value)}`))
  const all = [
    ...set,
    ...(skipDeprecated ? ['skipDeprecated'] : []),
    ...(triggers === 'all' ? [] : [`triggers ${quote(triggers)}`]),
  ]
  const left = all.length - MAX_NAMED
  return all.slice(0, MAX_NAMED).join(', ') + (left > 0 ? ` and ${left} more` : '')
}
