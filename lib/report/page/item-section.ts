import type { Report } from '../report.ts'
import { type Html, html } from './html.ts'
import { groupProblems } from './problem-groups.ts'
import { countedResults, resultLabels } from './results.ts'

/** The filters and the lists of actions and definitions, for the script to fill; hidden until it does. */
export function itemSection(report: Report): Html {
  return html`<div id="items" hidden>
<div class="filters" role="search" aria-label="Filter actions and definitions">
<label class="text">Search <input type="search" id="text" placeholder="name, path, reason, code &hellip;" autocomplete="off" spellcheck="false"></label>
${select('method', 'Method', methodsOf(report))}
${select('result', 'Result', resultsOf(report))}
${select('noted', 'Noted', notedOf(report))}
<button type="button" id="clear">Clear</button>
</div>
${list('actions', 'Actions')}${list('definitions', 'Definitions')}</div>
`
}

/** A severity or a code. */
const notedOf = (report: Report): Choice[] => [
  ...SEVERITIES,
  ...groupProblems(report)
    .filter(({ items }) => items > 0)
    .map(({ code }): Choice => [code, code]),
]

const SEVERITIES: readonly Choice[] = [
  ['error', 'errors'],
  ['warning', 'warnings'],
  ['info', 'notes'],
  ['none', 'nothing'],
]

type Choice = readonly [value: string, label: string]

const select = (id: string, label: string, choices: readonly Choice[]): Html => {
  const options = choices.map(([value, text]) => html`<option value="${value}">${text}</option>`)
  return html`<label>${label} <select id="${id}" autocomplete="off"><option value="">any</option>${options}</select></label>`
}

const list = (id: string, title: string): Html => html`<section id="${id}" aria-labelledby="${id}-title" tabindex="-1">
<div class="title"><h2 id="${id}-title">${title}</h2> <p role="status"></p> <button type="button" class="open-all">Open all</button></div>
<ul class="items" aria-labelledby="${id}-title"></ul>
</section>
`

const methodsOf = ({ actions }: Report): Choice[] =>
  [...new Set(actions.map(({ method }) => method))].sort().map(method => [method, method])

/** The results that are there, over actions and definitions. */
const resultsOf = ({ counts, outcome }: Report): Choice[] => {
  const results = [counts.actions, counts.definitions].flatMap(each => countedResults(each).map(([result]) => result))
  return Object.entries(resultLabels(outcome === 'planned')).filter(([result]) => results.some(each => each === result))
}
