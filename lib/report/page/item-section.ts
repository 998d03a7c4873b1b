import { countedResults, resultLabels } from '../counts.ts'
import { groupDiagnostics } from '../diagnostic-groups.ts'
import { ITEM_KINDS, isOnlyPlanned, type Report } from '../report.ts'
import { type Html, html } from './html.ts'

/** Renders the filters and the empty lists of items; hidden until the page's script fills them. */
export function itemSection(report: Report): Html {
  return html`<div id="items" hidden>
<div class="filters" role="search" aria-label="Filter triggers, actions and definitions">
<label class="text">Search <input type="search" id="text" placeholder="name, path, reason, code &hellip;" autocomplete="off" spellcheck="false"></label>
${select('method', 'Method', methodsOf(report))}
${select('result', 'Result', resultsOf(report))}
${select('diagnostic', 'Diagnostic', diagnosticsOf(report))}
<button type="button" id="clear">Clear</button>
</div>
${list('triggers', 'Triggers')}${list('actions', 'Actions')}${list('definitions', 'Definitions')}</div>
`
}

type Choice = readonly [value: string, label: string]

const SEVERITIES: readonly Choice[] = [
  ['error', 'errors'],
  ['warning', 'warnings'],
  ['info', 'info'],
  ['none', 'none'],
]

const select = (id: string, label: string, choices: readonly Choice[]): Html => {
  const options = choices.map(([value, text]) => html`<option value="${value}">${text}</option>`)
  return html`<label>${label} <select id="${id}" autocomplete="off"><option value="">any</option>${options}</select></label>`
}

const list = (id: string, title: string): Html => html`<section id="${id}" aria-labelledby="${id}-title" tabindex="-1">
<div class="title"><h2 id="${id}-title">${title}</h2> <p role="status"></p> <button type="button" class="open-all">Open all</button></div>
<ul class="items" aria-labelledby="${id}-title"></ul>
</section>
`

const methodsOf = ({ triggers, actions }: Report): Choice[] =>
  [...new Set([...triggers, ...actions].map(({ method }) => method))].sort().map(method => [method, method])

/** Returns the results that items have. */
const resultsOf = (report: Report): Choice[] => {
  const results = ITEM_KINDS.map(({ items }) => report.counts[items]).flatMap(each =>
    countedResults(each).map(([result]) => result),
  )
  return Object.entries(resultLabels(isOnlyPlanned(report))).filter(([result]) => results.some(each => each === result))
}

/** Returns the severities, and the codes that items have. */
const diagnosticsOf = (report: Report): Choice[] => [
  ...SEVERITIES,
  ...groupDiagnostics(report)
    .filter(({ items }) => items > 0)
    .map(({ example: { code } }): Choice => [code, code]),
]
