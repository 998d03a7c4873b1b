import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { jsonAsYaml } from '../../../diagnostics/kinds/file.ts'
import { endOfString } from '../../../json/json-string.ts'
import { lineAndColumn } from './json.ts'

/** Syntax error of a JSON text; line and column count from 1. */
export type JsonError = { readonly reason: string; readonly line: number; readonly column: number }

const UNEXPECTED = 'Unexpected token'

/** Describes the error that JSON.parse threw for a text, without quoting the text. */
export function describeJsonError(error: unknown, text: string): JsonError {
  const message = error instanceof Error ? error.message : String(error)
  const reason = message.replace(
    / in JSON at position.*| after JSON at position.*| at position.*|, (?:\.{3})?".*$/s,
    '',
  )
  const stated = / at position (\d+)/.exec(message)?.[1]
  const position =
    stated !== undefined ? Number(stated) : message.startsWith(UNEXPECTED) ? findUnexpected(text) : text.length
  // The token can be half of a surrogate pair.
  return { reason: reason.toWellFormed(), ...lineAndColumn(text, position) }
}

/** Closing brackets of the arrays and objects that are open are on a stack; `first` is after an opening bracket. */
type Expected = 'first' | 'value' | 'key' | 'colon' | 'end'

const QUOTE = '"'
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' }
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y
/** JSON.parse reports escapes of other characters as unexpected tokens. */
const LATIN1_END = 0xff
const LITERALS = ['true', 'false', 'null']

/**
 * Finds the offset of an unexpected token, which JSON.parse does not report. Reads the text once: parsing prefixes again
 * and again takes minutes for a large file.
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-2
 */
const findUnexpected = (text: string): number => {
  const open: string[] = []
  let expected: Expected = 'value'
  /** Next backslash: searched once, since most strings have none. */
  let slash = text.indexOf('\\')
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const char = text.charAt(at)
    const closing = open.at(-1)
    if ((expected === 'end' || expected === 'first') && char === closing) {
      open.pop()
      expected = 'end'
      at++
    } else if (expected === 'end') {
      if (char !== ',' || closing === undefined) return at
      expected = closing === '}' ? 'key' : 'value'
      at++
    } else if (expected === 'colon') {
      if (char !== ':') return at
      expected = 'value'
      at++
    } else {
      const isKey: boolean = expected === 'key' || (expected === 'first' && closing === '}')
      const inner = CLOSING[char]
      if (char === QUOTE) {
        const end = endOfString(text, at)
        // A string without an end.
        if (end === 0) return text.length
        for (; slash !== -1 && slash < end; slash = text.indexOf('\\', slash + 2))
          if (text.charCodeAt(slash + 1) > LATIN1_END) return slash + 1
        at = end
        expected = isKey ? 'colon' : 'end'
      } else if (isKey) return at
      else if (inner !== undefined) {
        open.push(inner)
        expected = 'first'
        at++
      } else {
        const { end, isWhole } = readScalar(text, at, char)
        if (!isWhole) return end
        expected = 'end'
        at = end
      }
    }
  }
  return text.length
}

const skipSpace = (text: string, from: number): number => {
  let at = from
  for (let code = text.charCodeAt(at); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; ) {
    code = text.charCodeAt(++at)
  }
  return at
}

/** Reads a number or literal; `end` is the offset after its last valid character. */
const readScalar = (text: string, from: number, first: string): { readonly end: number; readonly isWhole: boolean } => {
  const literal = LITERALS.find(name => name.startsWith(first))
  if (literal === undefined) {
    NUMBER.lastIndex = from
    const isWhole = NUMBER.test(text)
    return { end: isWhole ? NUMBER.lastIndex : from, isWhole }
  }
  let length = 1
  while (length < literal.length && text[from + length] === literal[length]) length++
  return { end: from + length, isWhole: length === literal.length }
}

/** Adds the JSON syntax error of a file that was read as YAML, if any, to a later error: it can be the cause. */
export function withJsonFault(problem: Diagnostic, problems: readonly Diagnostic[]): Diagnostic {
  const fault = problems.find(({ code }) => code === jsonAsYaml.code)
  return fault === undefined ? problem : { ...problem, message: `${problem.message} ${fault.message}` }
}
