import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { lineAndColumn } from './json.ts'

/** What JSON.parse has against a text, and where: `, line 1, column 2`. */
export type JsonError = { readonly what: string; readonly place: string }

const UNEXPECTED = 'Unexpected token'

/** The error that JSON.parse threw for a text, in words that quote none of it. */
export function describeJsonError(error: unknown, text: string): JsonError {
  const message = error instanceof Error ? error.message : String(error)
  const what = message.replace(/ in JSON at position.*| after JSON at position.*| at position.*|, (?:\.{3})?".*$/s, '')
  const stated = / at position (\d+)/.exec(message)?.[1]
  const position =
    stated !== undefined ? Number(stated) : message.startsWith(UNEXPECTED) ? findUnexpected(text) : text.length
  const { line, column } = lineAndColumn(text, position)
  // The token may be one half of a character.
  return { what: what.toWellFormed(), place: `, line ${line}, column ${column}` }
}

/** JSON.parse does not tell where a token is unexpected; it is the last one of the shortest beginning that has it. */
const findUnexpected = (text: string): number => {
  let without = 0
  let having = text.length
  while (having - without > 1) {
    const middle = (without + having) >>> 1
    if (hasUnexpected(text.slice(0, middle))) having = middle
    else without = middle
  }
  return having - 1
}

const hasUnexpected = (text: string): boolean => {
  try {
    JSON.parse(text)
    return false
  } catch (error) {
    return error instanceof Error && error.message.startsWith(UNEXPECTED)
  }
}

/** A refusal of what only YAML could read names the fault of the JSON that it begins like, which may be the cause. */
export function withJsonFault(refusal: Diagnostic, problems: readonly Diagnostic[]): Diagnostic {
  const fault = problems.find(({ code }) => code === 'json-as-yaml')
  return fault === undefined ? refusal : { ...refusal, message: `${refusal.message} ${fault.message}` }
}
