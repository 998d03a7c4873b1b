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
 * It never quotes the value, which can be a secret, and has no syntax of types; valibot's own messages have both.
 */
export function describeIssue(issue: BaseIssue<unknown>): string {
  const { kind, type, expected, received, message, input } = issue
  if (kind === 'schema' && expected === 'never') return 'is not a known property'
  if (kind === 'schema' && received === 'undefined') return 'is required'
  if (!message.startsWith('Invalid')) return message
  if (kind !== 'schema') return describeRule(type, expected)
  const name = TYPE_NAMES[type.replace(/^(strict|loose)_/, '')]
  const wanted = name ?? alternativesIn(expected ?? '')
  if (wanted === '') return 'is invalid'
  // A string of another value has the right type.
  const isNews = name !== undefined || typeof input !== 'string' || !wanted.includes('"')
  return `must be ${wanted}${isNews ? `, got ${typeName(input)}` : ''}`
}

/** Describes a rule of a value with the right type. `expected`: `>=1`, `!0`, a regular expression, or null. */
const describeRule = (type: string, expected: string | null): string => {
  if (type === 'non_empty') return 'must not be empty'
  if (type === 'integer') return 'must be an integer'
  if (type === 'parse_json') return 'is not valid JSON'
  const [, sign, limit] = /^([<>])=(.+)$/.exec(expected ?? '') ?? []
  if (limit === undefined) return type === 'regex' ? 'does not have the expected form' : 'is invalid'
  const bound = `${sign === '<' ? 'at most' : 'at least'} ${limit}`
  return type.endsWith('_length') ? `must have a length of ${bound}` : `must be ${bound}`
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
  record: 'an object',
}

/** Converts `("a" | string | undefined)` to `"a" or a string`: an absent value is not an alternative to a wrong one. */
const alternativesIn = (expected: string): string => {
  const parts = expected.match(/"(?:[^"\\]|\\.)*"|[^\s|()"]+/g) ?? []
  const names = parts.filter(part => part !== 'undefined').map(part => TYPE_NAMES[part.toLowerCase()] ?? part)
  return names.join(' or ')
}

const typeName = (value: unknown): string => {
  if (value === null) return 'null'
  if (Number.isNaN(value)) return 'NaN'
  return TYPE_NAMES[Array.isArray(value) ? 'array' : typeof value] ?? typeof value
}
