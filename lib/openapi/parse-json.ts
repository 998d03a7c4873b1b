import type { Diagnostic } from '../diagnostic.ts'
import { escapeToken } from './place.ts'
import { quote } from './quote.ts'

/**
 * How many names the objects of a JSON text have, repeated ones included: RFC 8259 leaves open what those mean, and
 * JSON.parse keeps the last and does not tell. Never too few; too many where a text in it begins with a colon.
 */
export const countMembers = (text: string): number => {
  let members = 0
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', colon + 1)) {
    let end = colon - 1
    while (isSpace(text.charCodeAt(end))) end--
    if (text[end] === '"' && !isEscaped(text, end)) members++
  }
  return members
}

/** The same without the error, at twice the time: it goes from text to text, so it knows where each one ends. */
export const countMembersExactly = (text: string): number => {
  let members = 0
  for (let open = text.indexOf('"'); open !== -1; open = text.indexOf('"', open)) {
    open = endOfText(text, open)
    while (isSpace(text.charCodeAt(open))) open++
    if (text[open] === ':') members++
  }
  return members
}

/** The position behind the closing quote of the text that begins at a position. */
const endOfText = (text: string, open: number): number => {
  for (let close = text.indexOf('"', open + 1); ; close = text.indexOf('"', close + 1))
    if (!isEscaped(text, close)) return close + 1
}

const isEscaped = (text: string, position: number): boolean => {
  let slashes = 0
  while (text[position - 1 - slashes] === '\\') slashes++
  return slashes % 2 === 1
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

type Frame = { readonly key: string | number; readonly names: Set<string> | undefined; index: number }

/** Finds every repeated name of a text that JSON.parse has accepted. Slow, so only called where some are known to be. */
export const findDuplicateKeys = (text: string, file: string): Diagnostic[] => {
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

export const duplicateKey = (key: string, pointer: string): Diagnostic => ({
  severity: 'warning',
  code: 'duplicate-key',
  message: `The key ${quote(key)} is there more than once; the last one counts.`,
  pointer,
})

/** Line and column, both from 1, of a position in a text. */
export const lineAndColumn = (text: string, position: number): { line: number; column: number } => {
  const before = text.slice(0, position)
  const newline = before.lastIndexOf('\n')
  return { line: before.split('\n').length, column: position - newline }
}
