import { printable } from '../text/styled-line.ts'

/**
 * Formats a text of the document as a code span: Markdown, HTML, mentions and references to issues have no effect in it. The
 * text is cut after `limit` characters.
 */
export function codeSpan(text: string, limit = 200): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…`.toWellFormed() : text
  const content = printable(cut).trim()
  if (content === '') return '` `'
  const fence = '`'.repeat(longestRun(content) + 1)
  // A space keeps a backtick of the text apart from the fence; it is not shown.
  const space = content.startsWith('`') || content.endsWith('`') ? ' ' : ''
  return `${fence}${space}${content}${space}${fence}`
}

/** Formats rows as a code block, whose fence is longer than any in the rows. */
export function codeBlock(language: string, rows: readonly string[]): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(rows.join('\n')) + 1))
  return [`${fence}${language}`, ...rows.map(printable), fence]
}

const longestRun = (text: string): number =>
  [...text.matchAll(/`+/g)].reduce((longest, [run]) => Math.max(longest, run.length), 0)
