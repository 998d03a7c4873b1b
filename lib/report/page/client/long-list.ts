import { make } from './elements.ts'

/** Entries of a block, and the entries of a list that is made at once: few enough that the page stays responsive. */
const BLOCK = 50
const SHORT = 200

/** Height of an entry that is not made yet, in pixels. */
const ENTRY_HEIGHT = 52

/** Distance to the visible part of the page at which a block is made. */
const MARGIN = '1500px'

/** Long list whose entries are made when they come near the visible part of the page. */
export type LongList<Entry> = {
  /** Replaces all entries. */
  readonly show: (entries: readonly Entry[]) => void
  /** Makes the entry, and those next to it. */
  readonly reach: (entry: Entry) => void
  /** Makes all entries. */
  readonly complete: () => void
}

/** Creates a long list in an element; `fill` adds the content of some successive entries to a block. */
export function createLongList<Entry>(
  element: HTMLElement,
  fill: (block: HTMLElement, entries: readonly Entry[]) => void,
): LongList<Entry> {
  let shown: readonly Entry[] = []
  /** Blocks that are not made yet, with the position of their first entry. */
  const missing = new Map<Element, number>()
  const makeBlock = (block: Element) => {
    const first = missing.get(block)
    if (first === undefined || !(block instanceof HTMLElement)) return
    missing.delete(block)
    observer.unobserve(block)
    block.style.minHeight = ''
    fill(block, shown.slice(first, first + BLOCK))
  }
  const observer = new IntersectionObserver(
    found => {
      for (const { target, isIntersecting } of found) if (isIntersecting) makeBlock(target)
    },
    { rootMargin: MARGIN },
  )
  const complete = () => {
    for (const block of [...missing.keys()]) makeBlock(block)
  }
  return {
    show: entries => {
      observer.disconnect()
      missing.clear()
      shown = entries
      const blocks: HTMLElement[] = []
      for (let first = 0; first < entries.length; first += BLOCK) {
        const block = make('div', { class: 'block' })
        missing.set(block, first)
        blocks.push(block)
      }
      if (entries.length <= SHORT) complete()
      for (const [block, first] of missing) {
        blocks[first / BLOCK]?.style.setProperty(
          'min-height',
          `${Math.min(BLOCK, entries.length - first) * ENTRY_HEIGHT}px`,
        )
        observer.observe(block)
      }
      element.replaceChildren(...blocks)
    },
    reach: entry => {
      const at = shown.indexOf(entry)
      for (const [block, first] of [...missing]) if (at >= first && at < first + BLOCK) makeBlock(block)
    },
    complete,
  }
}
