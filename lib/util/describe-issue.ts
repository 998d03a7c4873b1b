import { type BaseIssue, getDotPath } from 'valibot'

/** Number of issues that are described, and the length of each in characters. */
const MAX_ISSUES = 10
const MAX_LENGTH = 150

/** Describes the first ten issues, each with its path, and counts the others: `"include[0]" must be a string; and 3 more`. */
export function describeIssues(issues: readonly BaseIssue<unknown>[]): string {
  const first = issues.slice(0, MAX_ISSUES).map(issue => {
    const phrase = `"${getDotPath(issue) ?? ''}" ${describeIssue(issue)}`
    return phrase.length > MAX_LENGTH ? `${phrase.slice(0, MAX_LENGTH)}…` : phrase
  })
  const more = issues.length - first.length
  return [...first, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}

/**
 * Describes an issue of valibot as a phrase that follows the name of the value: `must be a string, got an array`.
 * It never quotes the value, which can be a secret; valibot's own messages do.
 */
export function describeIssue({ kind, type, expected, received, message, input }: BaseIssue<unknown>): string {
  if (kind === 'schema' && expected === 'never') return 'is not a known property'
  if (kind === 'schema' && received === 'undefined') return 'is required'
  if (!message.startsWith('Invalid')) return message
  if (type === 'non_empty') return 'must not be empty'
  const name = TYPE_NAMES[type.replace(/^(strict|loose)_/, '')]
  if (name !== undefined) return `must be ${name}, got ${typeName(input)}`
  // `("keep" | "delete")`
  return expected === null ? 'is invalid' : `must be ${expected.replaceAll(/[()]/g, '').replaceAll(' | ', ' or ')}`
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
  record: 'an object',
}

const typeName = (value: unknown): string => {
  if (value === null) return 'null'
  return TYPE_NAMES[Array.isArray(value) ? 'array' : typeof value] ?? typeof value
}
