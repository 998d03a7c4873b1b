import { styleText } from 'node:util'
import stringWidth from 'string-width'
import { plainLine, type Style, type StyledLine, type StyledText } from '../../../lib/report/text/styled-line.ts'

/** Output of lines, such as `process.stdout`. */
export type Output = Partial<Pick<NodeJS.WriteStream, 'columns' | 'isTTY' | 'hasColors'>>

const FORMATS = {
  heading: 'bold',
  removed: 'red',
  added: 'green',
  updated: 'yellow',
  conflict: 'magenta',
  quiet: 'dim',
} as const satisfies Record<Style, Parameters<typeof styleText>[0]>

/** Minimum number of columns for the text of a wrapped row. */
const MIN_ROOM = 16

/** Formats lines for an output: on a terminal wrapped to its width, and with colours if it has them; else as they are. */
export function showLines(lines: readonly StyledLine[], output: Output): string[] {
  const { isTTY, columns } = output
  // A terminal without a size has 0 columns.
  if (!isTTY || !columns) return lines.map(plainLine)
  // A method of the stream.
  const hasColour = output.hasColors?.() ?? false
  return lines.flatMap(line => {
    const marked = hasColour ? line : { ...line, texts: [{ text: plainLine(line) }] }
    return wrapLine(marked, Math.max(columns, MIN_ROOM)).map(texts =>
      texts.map(part => (hasColour ? paint(part) : part.text)).join(''),
    )
  })
}

const paint = ({ text, style, isChanged }: StyledText): string => {
  if (style === undefined) return text
  return styleText(isChanged ? [FORMATS[style], 'inverse'] : FORMATS[style], text, { validateStream: false })
}

/** Splits a line into rows of a width, between words if possible. Wide characters count as two columns. */
export function wrapLine({ texts, hang }: StyledLine, columns: number): StyledText[][] {
  const indent = ' '.repeat(Math.max(0, Math.min(hang, columns - MIN_ROOM)))
  const rows: StyledText[][] = []
  let row: StyledText[] = []
  let used = 0
  const add = (part: StyledText): void => {
    row.push(part)
    used += stringWidth(part.text)
  }
  const wrap = (): void => {
    rows.push(joinTexts(withoutEnd(row)))
    row = [{ text: indent }]
    used = indent.length
  }
  for (const { text, ...style } of texts)
    for (const [word] of text.matchAll(/\s+|\S+/g)) {
      const width = stringWidth(word)
      const isSpace = word.trim() === ''
      const isStart = rows.length > 0 && used <= indent.length
      if (isSpace && (isStart || used + width > columns)) {
        if (!isStart) wrap()
        continue
      }
      if (used + width > columns && used > indent.length && width <= columns - indent.length) wrap()
      if (used + width <= columns) add({ ...style, text: word })
      else
        for (const { segment } of new Intl.Segmenter().segment(word)) {
          if (used + stringWidth(segment) > columns) wrap()
          add({ ...style, text: segment })
        }
    }
  if (row.some(({ text }) => text.trim() !== '') || rows.length === 0) rows.push(joinTexts(row))
  return rows
}

/** Removes spaces from the end of a row. */
const withoutEnd = (row: readonly StyledText[]): readonly StyledText[] =>
  row.slice(0, row.findLastIndex(({ text }) => text.trim() !== '') + 1)

/** Joins neighbours of the same style. */
const joinTexts = (row: readonly StyledText[]): StyledText[] => {
  const joined: StyledText[] = []
  for (const part of row) {
    const last = joined.at(-1)
    if (last !== undefined && last.style === part.style && last.isChanged === part.isChanged)
      joined[joined.length - 1] = { ...last, text: last.text + part.text }
    else joined.push(part)
  }
  return joined
}
