import { endOfString } from './json.ts'

/** JSON text without comments and trailing commas. */
export type Stripped = {
  /** Of the same length as the source: removed characters are blanks, so that offsets stay the same. */
  readonly text: string
  /** Offset of the first removed character. */
  readonly first: number
}

/** Removes JavaScript comments and trailing commas; undefined if there are none, or a comment or string has no end. */
export function withoutComments(text: string): Stripped | undefined {
  const removed: { from: number; to: number }[] = []
  /** Offset of the last comma, if only comments follow it. */
  let comma: number | undefined
  let last = '['
  const token = /["/,}\]]|[^\s"/,}\]]+/g
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const from = match.index
    const found = match[0]
    if (found === '/') {
      const to = endOfComment(text, from)
      // No comment, or one without an end, is another error.
      if (to === undefined) return undefined
      removed.push({ from, to })
      token.lastIndex = to
      continue
    }
    if (comma !== undefined && (found === '}' || found === ']')) removed.push({ from: comma, to: comma + 1 })
    // A trailing comma follows a value: `[,]` is not an array.
    comma = found === ',' && !/[[{,:]$/.test(last) ? from : undefined
    last = found
    if (found !== '"') continue
    token.lastIndex = endOfString(text, from)
    // A string without an end.
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

/** Returns the offset of the first character that is neither white space nor part of a comment. */
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

/** Returns the offset after the comment at `from`; undefined if there is none, or it has no end. */
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
