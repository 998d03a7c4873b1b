import type { Outcome, Report } from '../report.ts'
import { countBar } from './count-bar.ts'
import { formatBytes, formatDuration, formatNumber, formatTime } from './format.ts'
import { type Html, html } from './html.ts'

const MEANING: Readonly<Record<Outcome, string>> = {
  succeeded: 'Everything that was to be written is on the platform.',
  partial: 'A part of it is on the platform; what failed is marked below.',
  failed: 'The import did not succeed.',
  unchanged: 'The platform had everything already; nothing was written.',
  planned: 'A dry run: this is what an import would do. Nothing was written.',
  superseded: 'A newer upload took the place of this one.',
}

/** What a person wants to know first; it needs no script. */
export function pageHead(report: Report): Html {
  const { outcome, reason, counts } = report
  const planned = outcome === 'planned'
  return html`<header class="${outcome}">
<p class="kicker">Import report</p>
<h1>${titleOf(report)}</h1>
<p class="outcome"><strong>${outcome}</strong> ${MEANING[outcome]}</p>
${reason === undefined ? undefined : html`<p class="reason data">${reason}</p>`}
${conflicts(report)}
<div class="counts">
${countBar('action', counts.actions, planned)}${countBar('definition', counts.definitions, planned)}</div>
${facts(report)}
</header>
`
}

/** What the document calls itself, or else where it is. */
export function titleOf({ document: { title, version, location } }: Report): string {
  return title ? `${title} ${version ?? ''}`.trim() : location
}

const conflicts = ({ actions, definitions }: Report): Html | undefined => {
  const items = [...actions, ...definitions].filter(({ problems }) => problems.some(({ code }) => code === 'conflict'))
  if (items.length === 0) return undefined
  const what = items.length === 1 ? '1 conflict' : `${formatNumber(items.length)} conflicts`
  return html`<p class="conflicts"><strong>${what}</strong>
The platform has its own version of these; they were left as they are.
<button type="button" data-noted="conflict" hidden>Show</button></p>`
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
    ['Requests', html`${requestsOf(requests)}`],
    ['Started', html`<time datetime="${report.startedAt}">${formatTime(report.startedAt)}</time>`],
    ['Took', html`${formatDuration(report.durationMs)}`],
    ['Import', html`${report.importId}`],
    ['SHA-256', html`${document.sha256}`],
  ]
  const entries = rows.map(([name, value]) => html`<div><dt>${name}</dt><dd class="data">${value}</dd></div>`)
  return html`<dl>${entries}</dl>`
}

const requestsOf = ({ sent, retried, throttled }: Report['requests']): string =>
  [
    `${formatNumber(sent)} sent`,
    ...(retried > 0 ? [`${formatNumber(retried)} again`] : []),
    ...(throttled > 0 ? [`${formatNumber(throttled)} throttled`] : []),
  ].join(', ')
