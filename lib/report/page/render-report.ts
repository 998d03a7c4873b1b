import { jsonPieces } from '../../json/json-pieces.ts'
import { MAX_PAYLOADS } from '../payloads.ts'
import { documentTitle, headline, type Report } from '../report.ts'
import { attentionSection } from './attention-section.ts'
import { connectorSection } from './connector-section.ts'
import { countBars } from './count-bar.ts'
import { diagnosticSection } from './diagnostic-section.ts'
import { furtherFacts } from './facts.ts'
import { formatBytes, formatNumber } from './format.ts'
import { pageHead } from './head.ts'
import { embedJson, type Html, html } from './html.ts'
import { pagePieces } from './html-page.ts'
import { itemSection } from './item-section.ts'
import assets from './page-assets.json' with { type: 'json' }
import { payloadChunks, withoutPayloads } from './payload-chunks.ts'

/**
 * Renders a report as one HTML page that loads nothing: the facts, the counts and the diagnostics as markup, and the
 * report as data, from which the page's script lists the actions and definitions.
 * @returns the page in pieces
 */
export function reportPage(report: Report): Generator<string> {
  const title = `${documentTitle(report.document)}: ${headline(report)}`
  return pagePieces({ title, ...assets }, bodyOf(report))
}

function* bodyOf(report: Report): Generator<Html> {
  const diagnostics = diagnosticSection(report)
  const first = report.actions.length === 0 && report.triggers.length > 0 ? 'triggers' : 'actions'
  yield html`<a class="skip" href="#${first}">Skip to the ${first}</a>
<main>
${pageHead(report, diagnostics.markup !== '')}${attentionSection(report)}${countBars(report)}${connectorSection(report)}${diagnostics}${omittedPayloads(report)}${itemSection(report)}<noscript><p>The actions and definitions need JavaScript; report.json contains the same.</p></noscript>
${furtherFacts(report)}</main>
<script type="application/json" id="data">`
  for (const piece of jsonPieces(withoutPayloads(report))) yield embedJson(piece)
  yield html`</script>
`
  yield* payloadChunks(report)
}

const omittedPayloads = ({ payloadsOmitted = 0 }: Report): Html | undefined =>
  payloadsOmitted === 0
    ? undefined
    : html`<p class="omitted">The payloads of ${formatNumber(payloadsOmitted)} items are not in this report, which has at most ${formatBytes(MAX_PAYLOADS)} of payloads.</p>
`
