import { EVENT_ID, parseEvents } from 'js-yaml'
import type { Limits } from './limits.ts'

/** What js-yaml says of a key that is a list or a mapping (YAML 1.2 section 3.2.1.1); it does not tell where. */
export const COMPLEX_KEY = 'object-based map does not support complex keys'

/** A mapping or list of the text that is being read; in a mapping, whether a key or its value comes next. */
type Open = { readonly isMapping: boolean; atKey: boolean }

/** The position of the first key that is a list or a mapping; undefined where only an alias stands for one. */
export function findComplexKey(text: string, { depth }: Pick<Limits, 'depth'>): number | undefined {
  const open: Open[] = []
  for (const event of parseEvents(text, { maxDepth: depth })) {
    if (event.type === EVENT_ID.POP) {
      open.pop()
      continue
    }
    const outer = open.at(-1)
    const isCollection = event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE
    if (isCollection && outer?.isMapping === true && outer.atKey) return event.start
    if (outer !== undefined) outer.atKey = !outer.atKey
    if (isCollection || event.type === EVENT_ID.DOCUMENT)
      open.push({ isMapping: event.type === EVENT_ID.MAPPING, atKey: true })
  }
  return undefined
}
