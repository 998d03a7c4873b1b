/** Rows that are added at once: few enough that the page stays responsive. */
const BATCH = 100

/** Fills a list with a row for each item, in batches. */
export function fillList<Item>(list: HTMLElement, items: readonly Item[], makeRow: (item: Item) => HTMLElement): void {
  let next = 0
  const addBatch = () => {
    list.append(...items.slice(next, next + BATCH).map(makeRow))
    next += BATCH
    if (next < items.length) setTimeout(addBatch)
  }
  addBatch()
}
