import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { textShortened } from '../diagnostics/kinds/operations.ts'
import { report } from '../diagnostics/report.ts'
import type { Location } from '../json/location.ts'

/** Maximum lengths, in characters, of the strings of an action or definition; longer strings end in an ellipsis. */
export const MAX_SUMMARY = 300

export const MAX_DESCRIPTION = 20_000

export const MAX_PARAMETER_NOTE = 1_000

export const MAX_NAME = 120

/** Most strings are printable ASCII; this check takes a tenth of the time of a replacement without a match. */
const isPrintable = (text: string): boolean => !/[^\n\t -~]/.test(text)

/** Removes lone surrogates and control characters, apart from line breaks and tabs. */
export function printable(text: string): string {
  return isPrintable(text)
    ? text
    : text
        .toWellFormed()
        .replaceAll(/\r\n?/g, '\n')
        .replaceAll(/[\p{Cc}--[\n\t]]/gv, '')
}

/** Does the same as `printable`, and trims white space. */
export function clean(text: string): string {
  return printable(text).trim()
}

/** Multiple of the limit after which only the beginning of a string is cleaned. */
const FAR = 3

/** Returns the cleaned string, or only its cleaned beginning if that exceeds the limit: thousands of operations may share a long string. */
export function cleanedFor(limit: number, text: string, clean: (text: string) => string): string {
  const start = text.length > FAR * limit ? clean(text.slice(0, FAR * limit)) : ''
  return start.length > limit ? start : clean(text)
}

/** Returns the string if `cleanedFor` cleans only its beginning for this limit. */
export function ifOnlyBegun(limit: number, text: string | undefined): string | undefined {
  return text !== undefined && text.length > FAR * limit ? text : undefined
}

/** Shortens a string to a limit without splitting a surrogate pair. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = /[\uD800-\uDBFF]/.test(text[limit - 2] ?? '') ? limit - 2 : limit - 1
  return `${text.slice(0, end).trimEnd()}…`
}

/** White space other than a single space in printable ASCII. */
const SPACES = ['  ', '\n', '\t']

/** Returns the string as one line: any white space becomes one space. */
export function oneLine(text: string): string {
  const ascii = isPrintable(text)
  const cleaned = ascii ? text.trim() : clean(text)
  return ascii && !SPACES.some(space => cleaned.includes(space)) ? cleaned : cleaned.replaceAll(/\s{2,}|[^\S ]/g, ' ')
}

/** A string of the document with its subject (`The summary`) for the diagnostic. */
export type Limited = {
  readonly at: Location
  readonly subject: string
  readonly text: string
  readonly limit: number
  /** The whole string, if `text` is only its beginning. */
  readonly whole?: string | undefined
}

/** Returns the string, shortened to its limit; reports `text-shortened` if it is longer. */
export function withinLimit(problems: Diagnostic[], { at, subject, text, limit, whole = text }: Limited): string {
  if (text.length <= limit) return text
  report(problems, textShortened.cut(subject, whole.length, limit), at)
  return shorten(text, limit)
}
