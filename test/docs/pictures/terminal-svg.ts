const FONT_SIZE = 14
const LINE_HEIGHT = 21
/** Width of the widest common monospaced font. */
const CHARACTER_WIDTH = 8.7
const PADDING = 24

/** Parts of a line that have a colour, by the name of their class. */
const COLOURS: readonly [name: string, pattern: RegExp][] = [
  ['soft', /^\$|^ {2}(?:actions|definitions|requests|report|page|platform|diagnostics:) *|^ {12}#\S+$/],
  ['good', /(?<=: )succeeded$|(?<= )\d+ created$/],
  ['code', /(?<=^ {4})(?:info|warning|error) +[a-z-]+(?=:)/],
]

/** Draws lines of a terminal as an SVG picture. */
export function drawTerminal(lines: readonly string[]): string {
  const width = Math.ceil(Math.max(...lines.map(({ length }) => length)) * CHARACTER_WIDTH + 2 * PADDING)
  const height = lines.length * LINE_HEIGHT + 2 * PADDING
  const rows = lines.map(
    (line, i) => `<text x="${PADDING}" y="${PADDING + (i + 0.75) * LINE_HEIGHT}">${coloured(line)}</text>\n`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="npm start in a terminal">
<style>
text { font: ${FONT_SIZE}px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #e6e8ea; white-space: pre; }
.soft { fill: #8fa0b0; } .good { fill: #5cc98a; } .code { fill: #7fb2ff; }
</style>
<rect width="${width}" height="${height}" rx="10" fill="#161b20"/>
${rows.join('')}</svg>
`
}

/** Returns the lines of a picture by {@link drawTerminal}. */
export function readTerminal(svg: string): string[] {
  return Array.from(svg.matchAll(/<text .*?>(.*)<\/text>/g), ([, markup = '']) =>
    markup
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&'),
  )
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const coloured = (line: string): string => {
  for (const [name, pattern] of COLOURS) {
    const [found] = pattern.exec(line) ?? []
    if (found === undefined) continue
    const start = line.search(pattern)
    const rest = line.slice(start + found.length)
    return `${escapeText(line.slice(0, start))}<tspan class="${name}">${escapeText(found)}</tspan>${rest === line ? '' : coloured(rest)}`
  }
  return escapeText(line)
}
