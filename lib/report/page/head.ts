import { documentTitle, headline, type Outcome, type Report } from '../report.ts'
import { jumpLinks } from './attention-section.ts'
import { mainFacts } from './facts.ts'
import { type Html, html } from './html.ts'

const MEANING: Readonly<Record<Outcome, string>> = {
  succeeded: 'All changes are on the platform.',
  partial: 'Some changes are on the platform; others failed, or a file of the document is missing.',
  failed: 'The import failed.',
  conflicts: 'All other changes are on the platform. Items with a conflict were kept as they are there.',
  refused: 'Nothing was written; the reason and the remedy are below.',
  unchanged: 'No changes: every item is unchanged, kept or skipped. Nothing was written.',
  planned: 'Dry run: the changes that an import would make. Nothing was written.',
  superseded: 'A newer upload replaced this import.',
  cancelled: 'The import was cancelled. What it had written stays on the platform.',
}

/** Returns the class for the colour of the outcome: an import that wrote everything of a document, but lost a part of it, is not green. */
function toneOf({ outcome, counts }: Report): Outcome {
  return outcome === 'succeeded' && counts.diagnostics.error > 0 ? 'partial' : outcome
}

/** Renders the outcome with its reason, links to the parts of the page, and the main facts; needs no script. */
export function pageHead(report: Report, hasDiagnostics: boolean): Html {
  const { outcome, reason, confirm = [] } = report
  return html`<header class="${toneOf(report)}">
<p class="kicker">Import report</p>
<h1>${documentTitle(report.document)}</h1>
<p class="outcome"><strong>${headline(report)}</strong> ${MEANING[outcome]}</p>
${reason === undefined ? undefined : html`<p class="reason data">${reason}</p>`}
${confirm.length === 0 ? undefined : html`<ul class="confirm">${confirm.map(({ message }) => html`<li class="data">${message}</li>`)}</ul>`}
${jumpLinks(report, hasDiagnostics)}${mainFacts(report)}
</header>
`
}
