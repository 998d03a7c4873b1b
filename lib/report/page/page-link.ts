import type { ItemKind } from '../report.ts'

/** Filters of the page, as its address has them after `#`. */
export const FILTERS = ['text', 'method', 'tag', 'result', 'impact', 'diagnostic', 'scope'] as const
export type Filters = Partial<Readonly<Record<(typeof FILTERS)[number], string>>>

/** State of the page that its address has. */
export type PageState = {
  readonly filters: Filters
  /** Item to open. */
  readonly item?: { readonly kind: string; readonly name: string }
  /** Section to go to. */
  readonly go?: string
}

/** Returns the address of the page with filters; `go` is the section that gets the focus. */
export function filterLink(filters: Filters, go?: ItemKind): string {
  const given = new URLSearchParams()
  for (const name of FILTERS) if (filters[name]) given.set(name, filters[name])
  if (go !== undefined) given.set('go', go)
  return `#${given}`
}

/** Returns the address of an item, which opens it. */
export function itemLink(kind: ItemKind, name: string): string {
  return `#${new URLSearchParams({ item: `${kind}/${name}` })}`
}

/** Reads the part of an address after `#`; undefined if it is the id of an element. */
export function readPageLink(hash: string): PageState | undefined {
  if (hash !== '' && !hash.includes('=')) return undefined
  const given = new URLSearchParams(hash)
  const filters = Object.fromEntries(FILTERS.flatMap(name => (given.get(name) ? [[name, given.get(name)]] : [])))
  const [, kind, name] = /^(\w+)\/(.*)$/s.exec(given.get('item') ?? '') ?? []
  const go = given.get('go')
  return {
    filters,
    ...(kind !== undefined && name !== undefined && { item: { kind, name } }),
    ...(go !== null && { go }),
  }
}
