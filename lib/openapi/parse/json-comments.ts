import { endOfText } from './json.ts'

/** A JSON text without what editors allow beyond RFC 8259. */
export type Stripped = {
  /** Of the same length, with blanks for what was left out, so that places stay. */
  readonly text: string
  /** The position of the first of what was left out. */
  readonly first: number
}

/** Leaves out comments, as JavaScript has them, and commas before a closing bracket; undefined where there are none. */
export function withoutComments(text: string): Stripped | undefined {
  const removed: { from: number; to: number }[] = []
  /** The last comma, while nothing but comments has come behind it. */
  let comma: number | undefined
  let last = '['
  const token = /["/,}\]]|[^\s"/,}\]]+/g
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const from = match.index
    const found = match[0]
    if (found === '/') {
      const to = endOfComment(text, from)
      // One that does not end, or none at all: another fault.
      if (to === undefined) return undefined
      removed.push({ from, to })
      token.lastIndex = to
      continue
    }
    if (comma !== undefined && (found === '}' || found === ']')) removed.push({ from: comma, to: comma + 1 })
    // Only a comma behind a value is one too many: `[,]` is no list.
    comma = found === ',' && !/[[{,:]$/.test(last) ? from : undefined
    last = found
    if (found !== '"') continue
    token.lastIndex = endOfText(text, from)
    // A text without an end.
    if (token.lastIndex === 0) return undefined
  }
  const [first, ...others] = removed.sort((a, b) => a.from - b.from)
  if (first === undefined) return undefined
  const parts: string[] = []
  let end = 0
  for (const { from, to } of [first, ...others]) {
    parts.push(text.slice(end, from), text.slice(from, to).replaceAll(/[^\n\r]/g, ' '))
    end = to
  }
  return { text: parts.join('') + text.slice(end), first: first.from }
}

/** The position of the first character that is neither white space nor part of a comment. */
export function skipComments(text: string): number {
  const space = /\s*/y
  for (let from = 0; ; ) {
    space.lastIndex = from
    space.test(text)
    const end = endOfComment(text, space.lastIndex)
    if (end === undefined) return space.lastIndex
    from = end
  }
}

/** The position behind the comment that begins at a position; undefined where none does, or it has no end. */
const endOfComment = (text: string, from: number): number | undefined => {
  if (text.startsWith('//', from)) {
    const lineBreak = /[\n\r]/g
    lineBreak.lastIndex = from
    return lineBreak.test(text) ? lineBreak.lastIndex - 1 : text.length
  }
  if (!text.startsWith('/*', from)) return undefined
  const end = text.indexOf('*/', from + 2)
  return end === -1 ? undefined : end + 2
}
