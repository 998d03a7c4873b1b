import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { reportText } from '../diagnostics/report.ts'
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

/** The text, cut at a limit where it is longer; `what` tells of which text that is said, `whole` its length where it was cut already. */
export function withinLimit(
  problems: Diagnostic[],
  at: Location,
  what: string,
  text: string,
  limit: number,
  whole = text,
): string {
  if (text.length <= limit) return text
  const message = `${what} has ${whole.length} characters; it was cut to ${limit}.`
  reportText(problems, 'info', 'text-shortened', at, message)
  return shorten(text, limit)
}
