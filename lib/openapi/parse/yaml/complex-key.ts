import { EVENT_ID } from 'js-yaml'
import type { YamlEvent } from './slips.ts'

/**
 * Reason that js-yaml gives, without a position, for a key that is a collection.
 * @see https://yaml.org/spec/1.2.2/#3211-nodes
 */
export const COMPLEX_KEY = 'object-based map does not support complex keys'

/** Collection that is being read; `atKey` is true if a key of a YAML mapping comes next. */
type Open = { readonly isMapping: boolean; atKey: boolean }

/** Returns the offset of the first key that is a collection; undefined if all such keys are aliases. */
export function findComplexKey(events: readonly YamlEvent[]): number | undefined {
  const open: Open[] = []
  for (const event of events) {
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
