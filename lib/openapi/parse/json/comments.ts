import { endOfString } from '../../../json/json-string.ts'

/** JSON text without comments and trailing commas. */
export type Stripped = {
  /** Of the same length as the source: removed characters are blanks, so that offsets stay the same. */
  readonly text: string
  /** Offset of the first removed character. */
  readonly first: number
}

/** Removes JavaScript comments and trailing commas; undefined if there are none, or a comment or string has no end. */
export function withoutComments(text: string): Stripped | undefined {
  let first: number | undefined
  /** Copy of the text in which removed characters are overwritten: there can be millions of them. */
  let copy: Copy | undefined
  const remove = (from: number, to: number): void => {
    copy ??= createCopy(text)
    copy.erase(from, to)
    first = Math.min(first ?? from, from)
  }
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
      remove(from, to)
      token.lastIndex = to
      continue
    }
    if (comma !== undefined && (found === '}' || found === ']')) remove(comma, comma + 1)
    // A trailing comma follows a value: `[,]` is not an array.
    comma = found === ',' && !/[[{,:]$/.test(last) ? from : undefined
    last = found
    if (found !== '"') continue
    token.lastIndex = endOfString(text, from)
    // A string without an end.
    if (token.lastIndex === 0) return undefined
  }
  return copy === undefined || first === undefined ? undefined : { text: copy.text(), first }
}

/** Copy of a text as bytes. */
type Copy = {
  /** Overwrites characters with blanks; keeps line breaks. */
  readonly erase: (from: number, to: number) => void
  readonly text: () => string
}

const createCopy = (text: string): Copy => {
  const encoding = BEYOND_LATIN1.test(text) ? 'utf16le' : 'latin1'
  const bytes = Buffer.from(text, encoding)
  const width = encoding === 'latin1' ? 1 : 2
  return {
    erase: (from, to) => {
      for (let i = from; i < to; i++) {
        const code = text.charCodeAt(i)
        if (code === LINE_FEED || code === CARRIAGE_RETURN) continue
        bytes[i * width] = SPACE
        if (width === 2) bytes[i * width + 1] = 0
      }
    },
    text: () => bytes.toString(encoding),
  }
}

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
const BEYOND_LATIN1 = /[\u0100-\uffff]/

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
