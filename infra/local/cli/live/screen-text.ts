import stringWidth from 'string-width'

/** Part of a line, with the name of its colour. */
export type Segment = { readonly text: string; readonly colour?: Colour }
export type Colour = 'cyan' | 'green' | 'yellow' | 'red' | 'dim'

export type Layout = {
  /** Width in columns; no line is wider. */
  readonly width: number
  /** Maximum number of lines; the rest is cut. */
  readonly lines: number
  /** Text between two segments of a line. */
  readonly separator: string
  /** Mark of a cut, such as "…". */
  readonly ellipsis: string
}

/** Cuts a text to a width in columns. Wide characters count as two, combining ones as none. */
export function cut(text: string, width: number, ellipsis: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  if (stringWidth(line) <= width) return line
  const room = width - ellipsis.length
  if (room < 0) return ellipsis.slice(0, Math.max(0, width))
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    if (stringWidth(kept + segment) > room) break
    kept += segment
  }
  return kept.trimEnd() + ellipsis
}

/** Puts segments into lines. A segment that does not fit begins a new line; one that is too wide for any line is cut. */
export function flow(segments: readonly Segment[], { width, lines, separator, ellipsis }: Layout): Segment[][] {
  const rows: Segment[][] = []
  let used = 0
  for (const [i, segment] of segments.entries()) {
    const text = cut(segment.text, width, ellipsis)
    const row = rows.at(-1)
    const needed = stringWidth(separator) + stringWidth(text)
    if (row !== undefined && used + needed <= width) {
      row.push({ text: separator }, { ...segment, text })
      used += needed
    } else if (rows.length < lines) {
      rows.push([{ ...segment, text }])
      used = stringWidth(text)
    } else {
      return [...rows.slice(0, -1), cutRow(row ?? [], separator + segments[i]?.text, { width, ellipsis })]
    }
  }
  return rows
}

/** Fills the last line with the beginning of a segment that does not fit. */
const cutRow = (
  row: readonly Segment[],
  more: string,
  { width, ellipsis }: Pick<Layout, 'width' | 'ellipsis'>,
): Segment[] => {
  const used = row.reduce((sum, { text }) => sum + stringWidth(text), 0)
  const last = row.at(-1)
  if (last === undefined || used + ellipsis.length <= width)
    return [...row, { text: cut(more, width - used, ellipsis) }]
  const before = used - stringWidth(last.text)
  return [...row.slice(0, -1), { ...last, text: cut(`${last.text} ${more}`, width - before, ellipsis) }]
}

/** Returns the number of rows that lines take on a terminal of this width. */
export function rowsOf(lines: readonly string[], columns: number): number {
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / columns)), 0)
}
