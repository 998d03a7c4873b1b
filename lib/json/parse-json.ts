import { ExactNumber, exactNumber } from './exact-number.ts'

/** Number of a JSON text, or a part of a string like it, that JavaScript may not hold: many digits, or an exponent. */
const CANDIDATE = /(?:^|[:,[\s])(-?(?:\d[\d.]{15,}(?:[eE][-+]?\d+)?|\d[\d.]*[eE][-+]?\d+))(?=[\s,}\]]|$)/g

/** Parses a valid JSON text without loss of digits; undefined if JSON.parse loses none. */
export function parseExactly(text: string): unknown {
  return hasInexact(text) ? JSON.parse(text, keepExact) : undefined
}

/** Searches the text first, since JSON.parse with a reviver takes many times as long. */
const hasInexact = (text: string): boolean => {
  for (const [, number = ''] of text.matchAll(CANDIDATE)) if (exactNumber(number) instanceof ExactNumber) return true
  return false
}

const keepExact = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === 'number' && context?.source !== undefined ? exactNumber(context.source) : value
