import { countedResults, resultLabels } from '../counts.ts'
import {
  type Counts,
  documentTitle,
  headline,
  ITEM_KINDS,
  isOnlyPlanned,
  itemsOf,
  type Outcome,
  type Report,
} from '../report.ts'
import { formatBytes, formatDuration, formatNumber, formatTime } from './format.ts'
import { type Html, html } from './html.ts'

const MEANING: Readonly<Record<Outcome, string>> = {
  succeeded: 'All changes are on the platform.',
  partial: 'Some changes are on the platform; others failed, or a file of the document is missing.',
  failed: 'The import failed.',
  conflicts: 'All other changes are on the platform. Items with a conflict were kept as they are there.',
  refused: 'Nothing was written: the import needs a confirmation, or its options select nothing.',
  unchanged: 'No changes: every item is unchanged, kept or skipped. Nothing was written.',
  planned: 'Dry run: the changes that an import would make. Nothing was written.',
  superseded: 'A newer upload replaced this import.',
  cancelled: 'The import was cancelled. What it had written stays on the platform.',
}

/** Renders outcome, counts and facts; needs no script. */
export function pageHead(report: Report): Html {
  const { outcome, reason, counts } = report
  const planned = isOnlyPlanned(report)
  return html`<header class="${outcome}">
<p class="kicker">Import report</p>
<h1>${documentTitle(report.document)}</h1>
<p class="outcome"><strong>${headline(report)}</strong> ${MEANING[outcome]}</p>
${reason === undefined ? undefined : html`<p class="reason data">${reason}</p>`}
${conflicts(report)}
<div class="counts">
${ITEM_KINDS.map(({ items, noun }) => countBar(noun, counts[items], planned))}</div>
${facts(report)}
</header>
`
}

const conflicts = (report: Report): Html | undefined => {
  const items = itemsOf(report).filter(({ item }) => item.problems.some(({ code }) => code === 'conflict'))
  if (items.length === 0) return undefined
  const count = items.length === 1 ? '1 conflict' : `${formatNumber(items.length)} conflicts`
  return html`<p class="conflicts"><strong>${count}</strong>
The platform has different content; kept.
<button type="button" data-diagnostic="conflict" hidden>Show</button></p>`
}

/** Width of a bar, and the minimum width of a part: the smallest count must be visible. */
const WIDTH = 1000
const MIN_WIDTH = 8

/** Renders counts as a bar and a legend. SVG, because a style attribute would need a weaker policy. */
const countBar = (noun: string, counts: Counts, planned: boolean): Html => {
  const results = countedResults(counts)
  const total = results.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return html``
  const labels = resultLabels(planned)
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
    ([result, count]) => html`<li class="${result}"><b>${formatNumber(count)}</b> ${labels[result]}</li>`,
  )
  return html`<div class="count">
<h2>${formatNumber(total)} ${total === 1 ? noun : `${noun}s`}</h2>
<svg class="bar" viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
<ul class="legend">${legend}</ul>
</div>
`
}

const facts = (report: Report): Html => {
  const { document, target, requests } = report
  const format = [document.specification && `OpenAPI ${document.specification}`, document.format?.toUpperCase()]
  const rows: [string, Html][] = [
    [
      'Connector',
      html`<bdi>${target.organisationId}</bdi> / <bdi>${target.connectorId}</bdi> / <bdi>${target.version}</bdi>`,
    ],
    ['Document', html`${document.location}`],
    ['Format', html`${[...format, formatBytes(document.bytes)].filter(Boolean).join(', ')}`],
    ['Operations', html`${formatNumber(report.counts.operations)}`],
    ['Requests', html`${requestCounts(requests)}`],
    ...(report.caller === undefined
      ? []
      : [['Started by', html`<bdi>${report.caller}</bdi>`] satisfies [string, Html]]),
    ['Started', html`<time datetime="${report.startedAt}">${formatTime(report.startedAt)}</time>`],
    ['Duration', html`${formatDuration(report.durationMs)}`],
    ['Import', html`${report.importId}`],
    ['SHA-256', html`${document.sha256}`],
  ]
  const entries = rows.map(([name, value]) => html`<div><dt>${name}</dt><dd class="data">${value}</dd></div>`)
  return html`<dl>${entries}</dl>`
}

const requestCounts = ({ sent, retried, throttled }: Report['requests']): string =>
  [
    `${formatNumber(sent)} sent`,
    ...(retried > 0 ? [`${formatNumber(retried)} retried`] : []),
    ...(throttled > 0 ? [`${formatNumber(throttled)} throttled`] : []),
  ].join(', ')
