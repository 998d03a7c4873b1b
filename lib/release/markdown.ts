/** Longest text of a line, in characters. */
const MAX_TEXT = 300

/** Returns a text on one line without Markdown, HTML or links; cut after 300 characters. */
export function plainText(text: string): string {
  return short(text).replaceAll(/[\\`*_{}[\]<>()#+!|~&@]|:(?=\/\/)/g, '\\$&')
}

/** Returns a text as a code span on one line; cut after 300 characters. */
export function inlineCode(text: string): string {
  const code = short(text)
  const longest = (code.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0)
  const fence = '`'.repeat(longest + 1)
  const space = code === '' || code.startsWith('`') || code.endsWith('`') ? ' ' : ''
  return `${fence}${space}${code}${space}${fence}`
}

/** Control characters, line ends and marks that reverse the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

const short = (text: string): string => {
  const line = text
    .slice(0, MAX_TEXT * 4)
    .replaceAll(UNPRINTABLE, ' ')
    .trim()
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT - 1)}…`.toWellFormed() : line.toWellFormed()
}
