import { ExactNumber, exactNumber } from './exact-number.ts'
import { endOfString } from './json-string.ts'

/** Number of a JSON text, or a part of a string like it, that JavaScript may not hold: many digits, or an exponent. */
const CANDIDATE = /(?:^|[:,[\s])(-?(?:\d[\d.]{15,}(?:[eE][-+]?\d+)?|\d[\d.]*[eE][-+]?\d+))(?=[\s,}\]]|$)/g

/** JSON text in which each number that JavaScript can't hold is a string with a mark in front. */
export type MarkedJson = {
  readonly text: string
  readonly mark: string
  /** Number of marks. */
  readonly count: number
}

/** Parses a valid JSON text without loss of digits; undefined if JSON.parse loses none. */
export function parseExactly(text: string): unknown {
  const marked = markInexact(text)
  return marked === undefined ? undefined : unmark(JSON.parse(marked.text), marked.mark)
}

/**
 * Marks the numbers that JSON.parse would change; undefined if there are none. JSON.parse with a reviver, which gets the
 * source of each number, takes many times as long and several times the memory. Ends after `most` of them.
 */
export function markInexact(text: string, most = Number.POSITIVE_INFINITY): MarkedJson | undefined {
  if (!hasInexact(text)) return undefined
  let mark = '#'
  while (text.includes(`"${mark}`)) mark += '#'
  const parts: string[] = []
  let end = 0
  const isInString = createStringTest(text)
  for (const match of text.matchAll(CANDIDATE)) {
    const [whole, number = ''] = match
    const start = match.index + whole.length - number.length
    if (isInString(start) || !(exactNumber(number) instanceof ExactNumber)) continue
    parts.push(text.slice(end, start), '"', mark, number, '"')
    end = start + number.length
    if (parts.length > most * PARTS) break
  }
  if (parts.length === 0) return undefined
  return { text: parts.join('') + text.slice(end), mark, count: parts.length / PARTS }
}

/** Parts of a text per mark. */
const PARTS = 5

/** Matches each candidate: a test without the surroundings of a number takes a fifth of the time. */
const MAYBE = /[\d.](?:[\d.]{15}|[eE][-+]?\d)/

/** Searches the text first: most texts have no such number. */
const hasInexact = (text: string): boolean => {
  if (!MAYBE.test(text)) return false
  for (const [, number = ''] of text.matchAll(CANDIDATE)) if (exactNumber(number) instanceof ExactNumber) return true
  return false
}

/** Creates a test if an offset is in a string. Offsets must increase, so that the text is read once. */
const createStringTest = (text: string): ((position: number) => boolean) => {
  let open = text.indexOf('"')
  let end = open
  return position => {
    while (end !== -1 && end <= position) {
      if (end > open) open = text.indexOf('"', end)
      // The last string has an end, or else all that follows is in it.
      end = open === -1 ? -1 : endOfString(text, open) || Number.POSITIVE_INFINITY
    }
    return open !== -1 && open < position && position < end
  }
}

/** Replaces each marked string in a parsed value by its number. Changes the value. */
export function unmark(value: unknown, mark: string): unknown {
  if (typeof value === 'string') return value.startsWith(mark) ? exactNumber(value.slice(mark.length)) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = unmark(value[i], mark)
    return value
  }
  const owner = value as Record<string, unknown>
  for (const key in owner) {
    const member = owner[key]
    const unmarked = unmark(member, mark)
    if (unmarked !== member) setOwn(owner, key, unmarked)
  }
  return value
}

/** Replaces the value of an own property, which may be called `__proto__`. */
const setOwn = (owner: Record<string, unknown>, key: string, value: unknown): void => {
  if (key !== '__proto__') owner[key] = value
  else Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true })
}
