import { countedResults, resultLabels } from '../counts.ts'
import { type Counts, ITEM_KINDS, type ItemKind, isOnlyPlanned, type Report } from '../report.ts'
import { formatNumber } from './format.ts'
import { type Html, html } from './html.ts'
import { filterLink } from './page-link.ts'

/** Renders the counts of each kind of items as a bar; the entries of its legend filter the items. */
export function countBars(report: Report): Html {
  const labels = resultLabels(isOnlyPlanned(report))
  const { counts } = report
  return html`<div class="counts">
${ITEM_KINDS.map(kind => countBar(kind, counts[kind.items], labels))}</div>
`
}

/** Width of a bar, and the minimum width of a part: the smallest count must be visible. */
const WIDTH = 1000
const MIN_WIDTH = 8

/** SVG, because a style attribute would need a weaker policy. */
const countBar = (
  { items, noun }: { readonly items: ItemKind; readonly noun: string },
  counts: Counts,
  labels: ReturnType<typeof resultLabels>,
): Html => {
  const results = countedResults(counts)
  const total = results.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return html``
  const weights = results.map(([, count]) => Math.max((count / total) * WIDTH, MIN_WIDTH))
  const scale = WIDTH / weights.reduce((sum, weight) => sum + weight, 0)
  let x = 0
  const parts = results.map(([result], i) => {
    const width = (weights[i] ?? 0) * scale
    const part = html`<rect class="${result}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10"/>`
    x += width
    return part
  })
  const legend = results.map(
    ([result, count]) =>
      html`<li class="${result}"><a href="${filterLink({ result }, items)}"><b>${formatNumber(count)}</b> ${labels[result]}</a></li>`,
  )
  return html`<div class="count">
<h2>${formatNumber(total)} ${total === 1 ? noun : `${noun}s`}</h2>
<svg class="bar" viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
<ul class="legend">${legend}</ul>
</div>
`
}
