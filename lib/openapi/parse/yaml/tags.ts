import { EVENT_ID, getScalarValue, NOT_RESOLVED } from 'js-yaml'
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { yamlTag } from '../../../diagnostics/kinds/file.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import { escapeToken } from '../../../json/location.ts'
import { YAML_SCHEMA } from './schema.ts'
import type { YamlEvent } from './slips.ts'

type Tagged = Extract<YamlEvent, { tagStart: number }>

/** Collection that is being read: key or index of its current value. */
type Frame = { readonly isMapping: boolean; atKey: boolean; key: string; index: number }

/**
 * Removes the tags that JSON has no value for, such as `!Sub` or `!!timestamp`, so that each node is read by its kind.
 * Changes the events.
 * @see https://yaml.org/spec/1.2.2/#3212-tags
 */
export function removeTags(text: string, events: readonly YamlEvent[], file: string): Diagnostic[] {
  const handles = new Map<string, string>()
  let first: { readonly tag: string; readonly event: YamlEvent } | undefined
  let count = 0
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) {
      handles.clear()
      for (const directive of event.directives)
        if (directive.kind === 'tag') handles.set(directive.handle, directive.prefix)
    } else if ('tagStart' in event && event.tagStart >= 0 && !isSupported(text, event, handles)) {
      first ??= { tag: text.slice(event.tagStart, event.tagEnd), event }
      count++
      event.tagStart = -1
      event.tagEnd = -1
    }
  }
  if (first === undefined) return []
  return [diagnostic(yamlTag.ignored(first.tag, count), `${file}#${pathOf(text, events, first.event)}`)]
}

const CORE = 'tag:yaml.org,2002:'

const fullName = (tag: string, handles: ReadonlyMap<string, string>): string => {
  if (tag.startsWith('!<')) return tag.slice(2, -1)
  const end = tag.indexOf('!', 1)
  const handle = tag.slice(0, end + 1) || '!'
  return `${handles.get(handle) ?? (handle === '!!' ? CORE : handle)}${tag.slice(handle.length)}`
}

/** Returns true if a node has a value with its tag. */
const isSupported = (text: string, event: Tagged, handles: ReadonlyMap<string, string>): boolean => {
  const tag = text.slice(event.tagStart, event.tagEnd)
  if (tag === '!') return true
  const name = fullName(tag, handles)
  if (event.type === EVENT_ID.MAPPING) return YAML_SCHEMA.lookupMappingTag(name) !== undefined
  if (event.type === EVENT_ID.SEQUENCE) return YAML_SCHEMA.lookupSequenceTag(name) !== undefined
  const scalar = YAML_SCHEMA.lookupScalarTag(name)
  return scalar !== undefined && scalar.resolve(getScalarValue(text, event), true, name) !== NOT_RESOLVED
}

/** Returns the JSON Pointer of the value that an event begins. */
const pathOf = (text: string, events: readonly YamlEvent[], wanted: YamlEvent): string => {
  const stack: Frame[] = []
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      stack.pop()
      continue
    }
    const outer = stack.at(-1)
    const isKey = outer?.isMapping === true && outer.atKey
    if (isKey) outer.key = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : ''
    if (outer !== undefined) {
      outer.atKey = !outer.atKey
      outer.index++
    }
    if (event === wanted) break
    if (event.type === EVENT_ID.MAPPING) stack.push({ isMapping: true, atKey: true, key: '', index: -1 })
    else if (event.type === EVENT_ID.SEQUENCE) stack.push({ isMapping: false, atKey: false, key: '', index: -1 })
  }
  return stack.map(({ isMapping, key, index }) => `/${isMapping ? escapeToken(key) : index}`).join('')
}
