import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { endOfString, isEscaped } from '../../../json/json-string.ts'
import { collectDuplicateKeys } from '../duplicate-keys.ts'

/**
 * Counts the names in the objects of a JSON text, including duplicate names, which JSON.parse drops silently.
 * Searches from colon to colon, since most of a text is between them.
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-4
 */
export function countMembers(text: string): number {
  let members = 0
  /** Offset that is known to be outside of strings. */
  let outside = 0
  for (let colon = text.indexOf(':'); colon !== -1; ) {
    let quote = colon - 1
    while (isSpace(text.charCodeAt(quote))) quote--
    if (text.charCodeAt(quote) !== QUOTE || isEscaped(text, quote)) {
      colon = text.indexOf(':', colon + 1)
      continue
    }
    // For nearly all quotes, the character before shows that it does not open a string.
    const ends = !mayOpen(text.charCodeAt(quote - 1)) || closesString(text, outside, quote)
    if (ends) members++
    outside = ends ? colon : quote
    colon = text.indexOf(':', ends ? colon + 1 : endOfString(text, quote))
  }
  return members
}

const QUOTE = 0x22

/** Returns true if a quote after this character can open a string; after other characters it closes one. */
const mayOpen = (code: number): boolean =>
  code === 0x2c || code === 0x3a || code === 0x5b || code === 0x7b || isSpace(code) || Number.isNaN(code)

/** Returns true if a quote closes a string; reads the strings from an offset that is outside of strings. */
const closesString = (text: string, outside: number, quote: number): boolean => {
  let open = text.indexOf('"', outside)
  while (open < quote) {
    const end = endOfString(text, open)
    if (end > quote) return true
    open = text.indexOf('"', end)
  }
  return false
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

type Frame = { readonly key: string | number; readonly names: Set<string> | undefined; index: number }

/** Finds the duplicate names of a valid JSON text. Slow: call it only if there are some. */
export function findDuplicateKeys(text: string, file: string): readonly Diagnostic[] {
  const duplicates = collectDuplicateKeys(file)
  const stack: Frame[] = []
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs
  let lastString: string | undefined
  let key: string | number = ''
  for (const [match] of text.matchAll(token)) {
    const top = stack.at(-1)
    if (match === '{' || match === '[') {
      stack.push({ key: top?.names ? key : (top?.index ?? ''), names: match === '{' ? new Set() : undefined, index: 0 })
    } else if (match === '}' || match === ']') {
      duplicates.leave(stack.pop()?.names?.size ?? 0)
    } else if (match === ',') {
      if (top) top.index++
    } else if (match === ':') {
      key = JSON.parse(lastString ?? '""') as string
      const isNew = top?.names?.has(key) === false
      top?.names?.add(key)
      if (!(isNew ? duplicates.enter() : duplicates.add([...stack.slice(1).map(frame => frame.key), key]))) break
    } else {
      lastString = match
    }
  }
  return duplicates.found
}

/** Returns the line and the column, both from 1, of an offset in a text. */
export function lineAndColumn(text: string, position: number): { line: number; column: number } {
  let line = 1
  let start = 0
  // A text can have too many lines to split it.
  for (let end = text.indexOf('\n'); end !== -1 && end < position; end = text.indexOf('\n', start)) {
    line++
    start = end + 1
  }
  return { line, column: position - start + 1 }
}
