import { COUNTED } from '../counts.ts'
import type { Report } from '../report.ts'
import { clientScript } from './client/script.ts'
import { pageHead, titleOf } from './head.ts'
import { embedJson, html, verbatim } from './html.ts'
import { itemSection } from './item-section.ts'
import { contentSecurityPolicy } from './policy.ts'
import { problemSection } from './problem-section.ts'
import { resultLabels } from './results.ts'
import { STYLE } from './style.ts'

/**
 * A report as one self-contained HTML page: the facts, the counts and what was noted as markup, every action and
 * definition as data that the page's own script lists. The page asks no server for anything.
 */
export function renderReport(report: Report): string {
  const script = clientScript()
  const data = { report, counted: COUNTED, labels: resultLabels(report.outcome === 'planned') }
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(script, STYLE)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titleOf(report)}: ${report.outcome}</title>
<link rel="icon" href="data:,">
<style>${verbatim(STYLE)}</style>
</head>
<body>
<a class="skip" href="#actions">Skip to the actions</a>
<main>
${pageHead(report)}${problemSection(report)}${itemSection(report)}<noscript><p>The list of actions needs JavaScript; report.json beside this page has the same.</p></noscript>
</main>
<script type="application/json" id="data">${embedJson(data)}</script>
<script type="module">${verbatim(script)}</script>
</body>
</html>
`.markup
}
