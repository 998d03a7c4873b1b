import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { textShortened } from '../diagnostics/kinds/operations.ts'
import { report } from '../diagnostics/report.ts'
import type { Location } from '../json/location.ts'

/** Longest texts that an action or definition carries; what is longer ends in an ellipsis. */
export const MAX_SUMMARY = 300

export const MAX_DESCRIPTION = 20_000

export const MAX_PARAMETER_NOTE = 1_000

export const MAX_NAME = 120

/** Most texts are printable ASCII, and seeing that takes a tenth of the time of replacing nothing. */
const isPrintable = (text: string): boolean => !/[^\n\t -~]/.test(text)

/** Makes text of a document fit to be stored: whole characters, no control characters but line breaks and tabs. */
export function printable(text: string): string {
  return isPrintable(text)
    ? text
    : text
        .toWellFormed()
        .replaceAll(/\r\n?/g, '\n')
        .replaceAll(/[\p{Cc}--[\n\t]]/gv, '')
}

/** The same, without white space around it. */
export function clean(text: string): string {
  return printable(text).trim()
}

/** How many times as long as what is kept a text may be before its end is left out of sight. */
const FAR = 3

/** What `clean` makes of a text, or of the beginning of one that thousands of operations may share, if that is past the limit already. */
export function cleanedFor(limit: number, text: string, clean: (text: string) => string): string {
  const start = text.length > FAR * limit ? clean(text.slice(0, FAR * limit)) : ''
  return start.length > limit ? start : clean(text)
}

/** The text, if nothing but its beginning is cleaned for such a limit. */
export function ifOnlyBegun(limit: number, text: string | undefined): string | undefined {
  return text !== undefined && text.length > FAR * limit ? text : undefined
}

/** Cuts at a limit without splitting a character. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = /[\uD800-\uDBFF]/.test(text[limit - 2] ?? '') ? limit - 2 : limit - 1
  return `${text.slice(0, end).trimEnd()}…`
}

/** What a line of printable ASCII can have in the place of single spaces. */
const SPACES = ['  ', '\n', '\t']

/** Text for one line: white space of any kind and length is one space. */
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
