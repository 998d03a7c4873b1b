import { formatNumber, formatTime } from '../page/format.ts'
import { type Html, html } from '../page/html.ts'
import { renderPage } from '../page/html-page.ts'
import { ITEM_KINDS, type Outcome, type Report } from '../report.ts'
import { formatAge } from './age.ts'
import assets from './overview-assets.json' with { type: 'json' }

/** Last import of one version of a connector. */
export type OverviewRow = {
  readonly connectorId: string
  readonly version: string
  readonly outcome: Outcome
  readonly reason?: string
  readonly counts?: Report['counts']
  /** Title and version of the document. */
  readonly document?: string
  /** ISO 8601. */
  readonly finishedAt: string
  readonly ageMs: number
  /** Address of the page of the report; absent if it is not kept. */
  readonly page?: string
}

export type Overview = {
  readonly organisationId: string
  /** In the order of the page. */
  readonly rows: readonly OverviewRow[]
  /** Time of the ages, ISO 8601. */
  readonly asOf: string
}

/** Columns with their kinds of values. */
const COLUMNS = [
  ['Connector', 'text'],
  ['Version', 'text'],
  ['Last import', 'text'],
  ['Created', 'number'],
  ['Updated', 'number'],
  ['Removed', 'number'],
  ['Failed', 'number'],
  ['Breaking', 'number'],
  ['Errors', 'number'],
  ['Age', 'number'],
] as const

/** Renders the last imports of an organisation's connectors as one HTML page that loads nothing. */
export function renderOverview(overview: Overview): string {
  const { organisationId, rows, asOf } = overview
  const body = html`<main>
<p class="kicker">Last imports</p>
<h1>Connectors of ${organisationId}</h1>
<p id="totals">${totals(rows)}</p>
<p><label>Search <input id="search" type="search" autocomplete="off"></label> <output id="shown"></output></p>
<div class="scroll" role="region" aria-labelledby="caption" tabindex="0"><table>
<caption id="caption">Last import of each connector and version, as of ${formatTime(asOf)}</caption>
<thead><tr>${COLUMNS.map(([name, kind]) => html`<th scope="col" class="${kind}">${name}</th>`)}</tr></thead>
<tbody>
${rows.map(tableRow)}</tbody>
</table></div>
</main>
`
  return renderPage({ title: `Connectors of ${organisationId}`, ...assets, body })
}

const totals = (rows: readonly OverviewRow[]): string => {
  const outcomes = new Map<string, number>()
  for (const { outcome } of rows) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  const parts = [...outcomes].sort((a, b) => b[1] - a[1]).map(([outcome, count]) => `${formatNumber(count)} ${outcome}`)
  return parts.join(', ') || 'No imports.'
}

const tableRow = (row: OverviewRow): Html => {
  const { connectorId, version, outcome, counts, document, reason, finishedAt, ageMs, page } = row
  const name = html`<span class="data">${connectorId}</span>`
  return html`<tr class="${outcome}"><th scope="row">${page === undefined ? name : html`<a href="${page}">${name}</a>`}${note(document)}</th><td class="data">${version}</td><td><strong>${outcome}</strong>${note(reason)}</td>${numbersOf(counts).map(numberCell)}<td class="number" data-value="${ageMs}"><time datetime="${finishedAt}" title="${formatTime(finishedAt)}">${formatAge(ageMs)}</time></td></tr>
`
}

const note = (text: string | undefined): Html | undefined =>
  text === undefined ? undefined : html`<span class="note data">${text}</span>`

const numberCell = (value: number | undefined): Html =>
  html`<td class="${value ? 'number' : 'number zero'}" data-value="${value ?? -1}">${value === undefined ? '' : formatNumber(value)}</td>`

/** Returns the values of the columns from Created to Errors; undefined if a value is not known. */
const numbersOf = (counts: Report['counts'] | undefined): readonly (number | undefined)[] => {
  if (counts === undefined) return Array.from({ length: 6 }, () => undefined)
  const sum = (result: 'created' | 'updated' | 'removed' | 'failed'): number =>
    ITEM_KINDS.reduce((total, { items }) => total + counts[items][result], 0)
  return [
    sum('created'),
    sum('updated'),
    sum('removed'),
    sum('failed'),
    counts.impact?.breaking,
    counts.diagnostics.error,
  ]
}
