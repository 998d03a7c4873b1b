import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { escapeToken } from '../../json/location.ts'
import { quote } from '../../json/quote.ts'

/**
 * How many names the objects of a JSON text have, repeated ones included: RFC 8259 leaves open what those mean, and
 * JSON.parse keeps the last and does not tell. Goes from colon to colon, as most of a text lies between them.
 */
export function countMembers(text: string): number {
  let members = 0
  /** A position that is known to be in no text. */
  let outside = 0
  for (let colon = text.indexOf(':'); colon !== -1; ) {
    let quote = colon - 1
    while (isSpace(text.charCodeAt(quote))) quote--
    if (text.charCodeAt(quote) !== QUOTE || isEscaped(text, quote)) {
      colon = text.indexOf(':', colon + 1)
      continue
    }
    // Nearly every one shows by what stands before it that it is no opening quote.
    const ends = !mayOpen(text.charCodeAt(quote - 1)) || endsText(text, outside, quote)
    if (ends) members++
    outside = ends ? colon : quote
    colon = text.indexOf(':', ends ? colon + 1 : endOfText(text, quote))
  }
  return members
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Whether a quote behind this character may be an opening one; behind the others it closes a text. */
const mayOpen = (code: number): boolean =>
  code === 0x2c || code === 0x3a || code === 0x5b || code === 0x7b || isSpace(code) || Number.isNaN(code)

/** Whether a quote closes a text, told by going through the texts from a position outside of any. */
const endsText = (text: string, outside: number, quote: number): boolean => {
  let open = text.indexOf('"', outside)
  while (open < quote) {
    const end = endOfText(text, open)
    if (end > quote) return true
    open = text.indexOf('"', end)
  }
  return false
}

/** The position behind the closing quote of the text that begins at a position; 0 where there is none. */
export function endOfText(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); ; close = text.indexOf('"', close + 1))
    if (!isEscaped(text, close)) return close + 1
}

const isEscaped = (text: string, position: number): boolean => {
  let slashes = 0
  while (text.charCodeAt(position - 1 - slashes) === BACKSLASH) slashes++
  return slashes % 2 === 1
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

type Frame = { readonly key: string | number; readonly names: Set<string> | undefined; index: number }

/** Finds every repeated name of a text that JSON.parse has accepted. Slow, so only called where some are known to be. */
export function findDuplicateKeys(text: string, file: string): Diagnostic[] {
  const found: Diagnostic[] = []
  const stack: Frame[] = []
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs
  let lastString: string | undefined
  let key: string | number = ''
  for (const [match] of text.matchAll(token)) {
    const top = stack.at(-1)
    if (match === '{' || match === '[') {
      stack.push({ key: top?.names ? key : (top?.index ?? ''), names: match === '{' ? new Set() : undefined, index: 0 })
    } else if (match === '}' || match === ']') {
      stack.pop()
    } else if (match === ',') {
      if (top) top.index++
    } else if (match === ':') {
      key = JSON.parse(lastString ?? '""') as string
      if (top?.names?.has(key)) found.push(duplicateKey(key, pointer(file, stack, key)))
      top?.names?.add(key)
    } else {
      lastString = match
    }
  }
  return found
}

const pointer = (file: string, stack: readonly Frame[], key: string): string =>
  `${file}#${[...stack.slice(1).map(frame => frame.key), key].map(token => `/${escapeToken(token)}`).join('')}`

export function duplicateKey(key: string, pointer: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'duplicate-key',
    message: `The key ${quote(key)} is there more than once; the last one counts.`,
    pointer,
  }
}

/** Line and column, both from 1, of a position in a text. */
export function lineAndColumn(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, position)
  const newline = before.lastIndexOf('\n')
  return { line: before.split('\n').length, column: position - newline }
}
