import type { Standing } from './standing.ts'

const ROW = 34
const LEFT = 230
const WIDTH = 560
const RIGHT = 30
const TOP = 56

const escapeMarkup = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A dot for each document and a mark for the mean, by contender, on a logarithmic scale; readable in light and dark. */
export const plot = (standings: readonly Standing[]): string => {
  const most = Math.max(10, ...standings.flatMap(({ ratios }) => ratios))
  const decades = Math.ceil(Math.log10(most))
  const x = (ratio: number): string => (LEFT + (Math.log10(Math.max(1, ratio)) / decades) * WIDTH).toFixed(1)
  const height = TOP + standings.length * ROW + 30
  const grid = Array.from({ length: decades + 1 }, (_, i) => 10 ** i).map(
    value =>
      `<line x1="${x(value)}" y1="${TOP - 8}" x2="${x(value)}" y2="${height - 26}" class="grid"/><text x="${x(value)}" y="${height - 8}" text-anchor="middle">${value}×</text>`,
  )
  const rows = standings.map(({ contender, ratios, ratio, handled }, i) => {
    const y = TOP + i * ROW + ROW / 2
    const dots = ratios.map(each => `<circle cx="${x(each)}" cy="${y}" r="4"/>`)
    const mean =
      handled === 0 ? '' : `<line x1="${x(ratio)}" y1="${y - 11}" x2="${x(ratio)}" y2="${y + 11}" class="mean"/>`
    return `<g${i === 0 ? ' class="ours"' : ''}><text x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${escapeMarkup(contender)}</text>${dots.join('')}${mean}</g>`
  })
  const description = standings
    .map(({ contender, ratio, handled }) => `${contender}: ${handled === 0 ? 'none' : `${ratio.toFixed(1)} times`}`)
    .join('; ')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + RIGHT} ${height}" role="img" aria-labelledby="title description">
<title id="title">Time of converting a document, as a multiple of parsing it alone</title>
<desc id="description">${escapeMarkup(description)}.</desc>
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.grid { stroke: #8b949e; stroke-opacity: .35 }
circle { fill: #6e7781; fill-opacity: .55 }
.mean { stroke: #6e7781; stroke-width: 3 }
.ours circle { fill: #0969da }
.ours .mean { stroke: #0969da }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .ours circle { fill: #58a6ff } .ours .mean { stroke: #58a6ff } }
</style>
<text x="${LEFT}" y="24">Time ÷ time of parsing alone: a dot for each document, a bar for the mean</text>
${grid.join('\n')}
${rows.join('\n')}
</svg>
`
}
