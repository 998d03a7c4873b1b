import { quote } from '../json/quote.ts'

/** Longest quoted value in a message, in characters. */
const MAX_QUOTED = 80
/** Number of values that a message lists. */
const MAX_LISTED = 5

/** Quotes a name or value for a message. */
export function quoted(value: unknown): string {
  return quote(value, MAX_QUOTED)
}

/** Lists the first values: `"a", "b" and 3 more`. */
export function listed(values: readonly unknown[]): string {
  return listedTexts(values.map(quoted))
}

/** Lists the first texts. */
export function listedTexts(texts: readonly string[]): string {
  const shown = texts.slice(0, MAX_LISTED).join(', ')
  return texts.length > MAX_LISTED ? `${shown} and ${texts.length - MAX_LISTED} more` : shown
}
