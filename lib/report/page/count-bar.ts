import type { Counts } from '../report.ts'
import { formatNumber } from './format.ts'
import { type Html, html } from './html.ts'
import { countedResults, resultLabels } from './results.ts'

/** Parts of a bar; what is there at all can be seen, however few it is. */
const WIDTH = 1000
const LEAST = 8

/** How many items came to each end, as a bar and as words. SVG, since a style attribute would need a weaker policy. */
export function countBar(what: string, counts: Counts, planned: boolean): Html {
  const results = countedResults(counts)
  const total = results.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return html``
  const labels = resultLabels(planned)
  const weights = results.map(([, count]) => Math.max((count / total) * WIDTH, LEAST))
  const scale = WIDTH / weights.reduce((sum, weight) => sum + weight, 0)
  let x = 0
  const parts = results.map(([result], i) => {
    const width = (weights[i] ?? 0) * scale
    const part = html`<rect class="${result}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10"/>`
    x += width
    return part
  })
  const legend = results.map(
    ([result, count]) => html`<li class="${result}"><b>${formatNumber(count)}</b> ${labels[result]}</li>`,
  )
  return html`<div class="count">
<h2>${formatNumber(total)} ${total === 1 ? what : `${what}s`}</h2>
<svg class="bar" viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
<ul class="legend">${legend}</ul>
</div>
`
}
