import { KINDS } from '../../release/rule.ts'
import { isChanged, isReimport } from '../attention.ts'
import { countedResults, resultLabels } from '../counts.ts'
import { groupDiagnostics } from '../diagnostic-groups.ts'
import { effectOf } from '../impact.ts'
import { ITEM_KINDS, type ItemKind, isOnlyPlanned, itemsOf, type Report } from '../report.ts'
import { type Html, html } from './html.ts'

/** Renders the filters and the empty lists of items; hidden until the page's script fills them. */
export function itemSection(report: Report): Html {
  return html`<div id="items" hidden>
<div class="filters" role="search" aria-label="Filter triggers, actions and definitions">
<label class="text">Search <input type="search" id="text" placeholder="name, path, reason, code &hellip; (press /)" aria-keyshortcuts="/" autocomplete="off" spellcheck="false"></label>
${select('method', 'Method', methodsOf(report))}
${select('tag', 'Tag', tagsOf(report))}
${select('result', 'Result', resultsOf(report))}
${select('impact', 'Effect', impactsOf(report))}
${select('diagnostic', 'Diagnostic', diagnosticsOf(report))}
<button type="button" id="clear">Clear</button>
</div>
${scopeNote(report)}${ITEM_KINDS.map(({ items }) => list(items))}</div>
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
  if (choices.length === 0) return html``
  const options = choices.map(([value, text]) => html`<option value="${value}">${text}</option>`)
  return html`<label>${label} <select id="${id}" autocomplete="off"><option value="">any</option>${options}</select></label>`
}

/** Renders the number of items without a change, which the lists omit at first; only after a re-import that has some. */
const scopeNote = (report: Report): Html => {
  if (!isReimport(report) || itemsOf(report).every(({ item }) => isChanged(item))) return html``
  return html`<p id="scope"><span role="status"></span> <button type="button"></button></p>
`
}

const list = (id: ItemKind): Html => {
  const title = `${id.charAt(0).toUpperCase()}${id.slice(1)}`
  return html`<section id="${id}" aria-labelledby="${id}-title" tabindex="-1">
<div class="title"><h2 id="${id}-title">${title}</h2> <p role="status"></p> <button type="button" class="open-all">Open all</button> <button type="button" class="close-all">Close all</button></div>
<div class="list"></div>
</section>
`
}

const methodsOf = ({ triggers, actions }: Report): Choice[] =>
  [...new Set([...triggers, ...actions].map(({ method }) => method))].sort().map(method => [method, method])

/** A select element with more options is of no use. */
const MAX_TAGS = 500

const tagsOf = ({ triggers, actions }: Report): Choice[] => {
  const tags = new Set([...triggers, ...actions].map(({ tag }) => tag).filter(tag => tag !== undefined))
  return tags.size > MAX_TAGS ? [] : [...tags].sort().map(tag => [tag, tag])
}

/** Returns the results that items have. */
const resultsOf = (report: Report): Choice[] => {
  const results = ITEM_KINDS.map(({ items }) => report.counts[items]).flatMap(each =>
    countedResults(each).map(([result]) => result),
  )
  return Object.entries(resultLabels(isOnlyPlanned(report))).filter(([result]) => results.some(each => each === result))
}

/** Returns the effects on workflows that items have. */
const impactsOf = (report: Report): Choice[] => {
  const effects = new Set(itemsOf(report).map(({ item }) => effectOf(item)))
  return KINDS.filter(kind => effects.has(kind)).map(kind => [kind, kind])
}

/** Returns the severities, and the codes that items have. */
const diagnosticsOf = (report: Report): Choice[] => [
  ...SEVERITIES,
  ...groupDiagnostics(report)
    .filter(({ items }) => items > 0)
    .map(({ example: { code } }): Choice => [code, code]),
]
