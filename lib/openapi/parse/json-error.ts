import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { jsonAsYaml } from '../../diagnostics/kinds/file.ts'
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

/** Finds the offset of an unexpected token, which JSON.parse does not report: the end of the shortest prefix with that error. */
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

/** Adds the JSON syntax error of a file that was read as YAML, if any, to a later error: it can be the cause. */
export function withJsonFault(problem: Diagnostic, problems: readonly Diagnostic[]): Diagnostic {
  const fault = problems.find(({ code }) => code === jsonAsYaml.code)
  return fault === undefined ? problem : { ...problem, message: `${problem.message} ${fault.message}` }
}
