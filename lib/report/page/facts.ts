import type { Report } from '../report.ts'
import { formatBytes, formatDuration, formatNumber, formatTime } from './format.ts'
import { type Html, html } from './html.ts'

type Fact = readonly [name: string, value: Html]

/** Renders the facts that identify an import for a person. */
export function mainFacts({ document, target, startedAt, durationMs }: Report): Html {
  return factList([
    [
      'Connector',
      html`<bdi>${target.organisationId}</bdi> / <bdi>${target.connectorId}</bdi> / <bdi>${target.version}</bdi>`,
    ],
    ['Document', html`${document.location}`],
    [
      'Started',
      html`<time datetime="${startedAt}">${formatTime(startedAt)}</time>, took ${formatDuration(durationMs)}`,
    ],
  ])
}

/** Renders the facts that only some readers need: sizes, requests, ids and hashes. */
export function furtherFacts(report: Report): Html {
  const { document, caller } = report
  const format = [document.specification && `OpenAPI ${document.specification}`, document.format?.toUpperCase()]
  return html`<footer>
<h2>About this import</h2>
${factList([
  ['Format', html`${[...format, formatBytes(document.bytes)].filter(Boolean).join(', ')}`],
  ...overlayFacts(document),
  ['Operations', html`${formatNumber(report.counts.operations)}`],
  ['Requests', html`${requestCounts(report.requests)}`],
  ...(caller === undefined ? [] : [['Started by', html`<bdi>${caller}</bdi>`] satisfies Fact]),
  ['Import', html`${report.importId}`],
  ['SHA-256', html`${document.sha256}`],
])}
</footer>
`
}

const overlayFacts = ({ overlays = [] }: Report['document']): Fact[] =>
  overlays.length === 0 ? [] : [['Overlays', html`${overlays.map(({ file }) => file).join(', ')}`]]

const factList = (facts: readonly Fact[]): Html =>
  html`<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd class="data">${value}</dd></div>`)}</dl>`

const requestCounts = ({ sent, retried, throttled }: Report['requests']): string =>
  [
    `${formatNumber(sent)} sent`,
    ...(retried > 0 ? [`${formatNumber(retried)} retried`] : []),
    ...(throttled > 0 ? [`${formatNumber(throttled)} throttled`] : []),
  ].join(', ')
