import { explanationOf } from '../../diagnostics/explanation.ts'
import { type DiagnosticGroup, groupDiagnostics } from '../diagnostic-groups.ts'
import type { Report } from '../report.ts'
import { formatNumber } from './format.ts'
import { type Html, html } from './html.ts'
import { filterLink } from './page-link.ts'

/** Renders the diagnostics by code; the page's script lists those of a group when it is opened. */
export function diagnosticSection(report: Report): Html {
  const groups = groupDiagnostics(report)
  if (groups.length === 0) return html``
  return html`<section id="diagnostics" aria-labelledby="diagnostics-title">
<h2 id="diagnostics-title">Diagnostics</h2>
${groups.map(diagnosticGroup)}</section>
`
}

const diagnosticGroup = ({
  example: { code, severity },
  count,
  items,
}: DiagnosticGroup): Html => html`<details data-code="${code}">
<summary><span class="tag ${severity}">${severity}</span> <span class="code">${code}</span> <span class="times">${formatNumber(count)}&times;</span></summary>
${explanation(code)}
${items > 0 ? html`<p><a href="${filterLink({ diagnostic: code })}">Show only these</a></p>` : undefined}
<ul class="places"></ul>
</details>
`

/** Returns the explanation of a code; undefined for a code of an older report that does not exist any more. */
const explanation = (code: string): Html | undefined => {
  const found = explanationOf(code)
  return found && html`<p>${withoutBackticks(found.meaning)} <b>To do:</b> ${withoutBackticks(found.remedy)}</p>`
}

const withoutBackticks = (text: string): string => text.replaceAll('`', '')
