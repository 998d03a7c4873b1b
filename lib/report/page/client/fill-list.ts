/** Rows that are added at once: few enough that the page stays responsive. */
const BATCH = 100

/** Lists that are not complete, each with the function that adds its next rows. */
const unfinished = new Map<HTMLElement, (count: number) => void>()

/** Fills a list with a row for each item, in batches; replaces the rows that it has. */
export function fillList<Item>(list: HTMLElement, items: readonly Item[], makeRow: (item: Item) => HTMLElement): void {
  list.replaceChildren()
  let next = 0
  const addRows = (count: number) => {
    list.append(...items.slice(next, next + count).map(makeRow))
    next += count
    if (next >= items.length) unfinished.delete(list)
  }
  const addBatch = () => {
    // The list is complete, or a later call fills it.
    if (unfinished.get(list) !== addRows) return
    addRows(BATCH)
    setTimeout(addBatch)
  }
  unfinished.set(list, addRows)
  addBatch()
}

/** Adds the missing rows of all lists. */
export function completeLists(): void {
  for (const addRows of [...unfinished.values()]) addRows(Number.POSITIVE_INFINITY)
}
