import { FILTERS, type Filters, filterLink, type PageState, readPageLink } from '../page-link.ts'
import { find } from './elements.ts'

/** Time in milliseconds after which typing is written to the address: browsers limit how often it changes. */
const DELAY = 300

type Control = HTMLInputElement | HTMLSelectElement

export type FilterControls = {
  readonly get: () => Filters
  /** Sets all filters, and the address. */
  readonly set: (filters: Filters) => void
}

/** Connects the filter controls with the address of the page; `apply` gets the filters each time that they change. */
export function connectFilters(
  apply: (filters: Filters) => void,
  follow: (state: PageState, isFirst: boolean) => void,
): FilterControls {
  const controls = FILTERS.flatMap(id => {
    const control = document.querySelector<Control>(`input#${id}, select#${id}`)
    return control === null ? [] : [[id, control] as const]
  })
  let current: Filters = {}
  let timer: ReturnType<typeof setTimeout> | undefined
  const show = (filters: Filters) => {
    current = filters
    for (const [id, control] of controls) if (control.value !== (filters[id] ?? '')) control.value = filters[id] ?? ''
    apply(filters)
  }
  const writeAddress = () => {
    clearTimeout(timer)
    timer = setTimeout(() => history.replaceState(null, '', filterLink(current)), DELAY)
  }
  const set = (filters: Filters) => {
    show(filters)
    writeAddress()
  }
  for (const [id, control] of controls)
    control.addEventListener('input', () => set({ ...current, [id]: control.value }))
  const readAddress = (isFirst: boolean) => {
    clearTimeout(timer)
    const state = readPageLink(location.hash.slice(1))
    // The address of an element changes no filter.
    if (state === undefined && !isFirst) return
    show(state?.filters ?? {})
    if (state !== undefined) follow(state, isFirst)
  }
  addEventListener('hashchange', () => readAddress(false))
  find('#clear').addEventListener('click', () => {
    set({})
    find('#text').focus()
  })
  readAddress(true)
  return { get: () => current, set }
}
