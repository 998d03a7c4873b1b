import { sha256 } from '../../util/hash.ts'
import { MAX_PAYLOADS } from '../payloads.ts'
import { documentTitle, headline, type Report } from '../report.ts'
import { attentionSection } from './attention-section.ts'
import { connectorSection } from './connector-section.ts'
import { countBars } from './count-bar.ts'
import { diagnosticSection } from './diagnostic-section.ts'
import { furtherFacts } from './facts.ts'
import { formatBytes, formatNumber } from './format.ts'
import { pageHead } from './head.ts'
import { embedJson, type Html, html, verbatim } from './html.ts'
import { itemSection } from './item-section.ts'
import assets from './page-assets.json' with { type: 'json' }
import { payloadChunks, withoutPayloads } from './payload-chunks.ts'

/**
 * Renders a report as one HTML page that loads nothing: the facts, the counts and the diagnostics as markup, and the
 * report as data, from which the page's script lists the actions and definitions.
 */
export function renderReport(report: Report): string {
  const { script, style } = assets
  const diagnostics = diagnosticSection(report)
  const first = report.actions.length === 0 && report.triggers.length > 0 ? 'triggers' : 'actions'
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(script, style)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${documentTitle(report.document)}: ${headline(report)}</title>
<link rel="icon" href="data:,">
<style>${verbatim(style)}</style>
</head>
<body>
<a class="skip" href="#${first}">Skip to the ${first}</a>
<main>
${pageHead(report, diagnostics.markup !== '')}${attentionSection(report)}${countBars(report)}${connectorSection(report)}${diagnostics}${omittedPayloads(report)}${itemSection(report)}<noscript><p>The actions and definitions need JavaScript; report.json contains the same.</p></noscript>
${furtherFacts(report)}</main>
<script type="application/json" id="data">${embedJson(withoutPayloads(report))}</script>
${payloadChunks(report)}<script type="module">${verbatim(script)}</script>
</body>
</html>
`.markup
}

const omittedPayloads = ({ payloadsOmitted = 0 }: Report): Html | undefined =>
  payloadsOmitted === 0
    ? undefined
    : html`<p class="omitted">The payloads of ${formatNumber(payloadsOmitted)} items are not in this report, which has at most ${formatBytes(MAX_PAYLOADS)} of payloads.</p>
`

/** Allows one script and one style by their hashes, and nothing else: no request, no form, no markup from a script. */
export function contentSecurityPolicy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashSource(script)}'`,
    `style-src '${hashSource(style)}'`,
    // The empty icon keeps browsers from requesting one.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

const hashSource = (text: string): string => `sha256-${Buffer.from(sha256(text), 'hex').toString('base64')}`
