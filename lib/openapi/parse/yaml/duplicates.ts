import { EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml'
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { collectDuplicateKeys } from '../duplicate-keys.ts'
import type { YamlEvent } from './slips.ts'

/** Object, array or document that is being read: the keys of an object so far, and the current key or index. */
type Frame = { readonly names: Set<string> | undefined; atKey: boolean; key: string | number }

/** Finds the duplicate keys of a YAML file. Uses its events: a syntax tree would take several times their memory. */
export function findYamlDuplicates(text: string, events: readonly YamlEvent[], file: string): Diagnostic[] {
  const duplicates = collectDuplicateKeys(file)
  const anchored = new Map<string, string>()
  const stack: Frame[] = []
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      duplicates.leave(stack.pop()?.names?.size ?? 0)
      continue
    }
    const outer = stack.at(-1)
    if (event.type === EVENT_ID.SCALAR && event.anchorStart >= 0)
      anchored.set(text.slice(event.anchorStart, event.anchorEnd), getScalarValue(text, event))
    if (outer?.names === undefined) {
      if (typeof outer?.key === 'number') outer.key++
    } else {
      if (outer.atKey) {
        const key = keyOf(text, event, anchored)
        outer.key = key
        const isNew = !outer.names.has(key)
        outer.names.add(key)
        const goesOn = isNew ? duplicates.enter() : isMerge(event, key) || duplicates.add(pathOf(stack))
        if (!goesOn) break
      }
      outer.atKey = !outer.atKey
    }
    if (event.type === EVENT_ID.MAPPING) stack.push({ names: new Set(), atKey: true, key: '' })
    else if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.ALIAS)
      stack.push({ names: undefined, atKey: false, key: -1 })
  }
  return duplicates.found
}

const keyOf = (text: string, event: YamlEvent, anchored: ReadonlyMap<string, string>): string => {
  if (event.type === EVENT_ID.SCALAR) return getScalarValue(text, event)
  return event.type === EVENT_ID.ALIAS ? (anchored.get(text.slice(event.anchorStart, event.anchorEnd)) ?? '') : ''
}

/** Several merge keys of one object are allowed, and all are used. */
const isMerge = (event: YamlEvent, key: string): boolean =>
  key === '<<' && event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0

/** The first frame is the document. */
const pathOf = (stack: readonly Frame[]): (string | number)[] => stack.slice(1).map(({ key }) => key)
