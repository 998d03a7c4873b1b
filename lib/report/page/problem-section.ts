import { explanationOf } from '../../diagnostics/catalogue.ts'
import type { Report } from '../report.ts'
import { formatNumber } from './format.ts'
import { type Html, html } from './html.ts'
import { groupProblems, type ProblemGroup } from './problem-groups.ts'

/** What was noted, by code; the script lists the places when a group is opened. */
export function problemSection(report: Report): Html {
  const groups = groupProblems(report)
  if (groups.length === 0) return html``
  return html`<section id="problems" aria-labelledby="problems-title">
<h2 id="problems-title">What was noted</h2>
${groups.map(problemGroup)}</section>
`
}

const problemGroup = ({ code, severity, count, items }: ProblemGroup): Html => html`<details data-code="${code}">
<summary><span class="tag ${severity}">${severity}</span> <span class="code">${code}</span> <span class="times">${formatNumber(count)}&times;</span></summary>
${explanation(code)}
${items > 0 ? html`<button type="button" data-noted="${code}" hidden>Show only these</button>` : undefined}
<ul class="places"></ul>
</details>
`

/** Returns the explanation of a code; undefined for a code of an older report that does not exist any more. */
const explanation = (code: string): Html | undefined => {
  const found = explanationOf(code)
  return found && html`<p>${withoutBackticks(found.meaning)} <b>To do:</b> ${withoutBackticks(found.remedy)}</p>`
}

const withoutBackticks = (text: string): string => text.replaceAll('`', '')
