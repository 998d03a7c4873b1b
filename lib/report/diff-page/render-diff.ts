import type { DiffItem, DocumentDiff } from '../../release/diff-documents.ts'
import { KINDS, type Kind, type Reason } from '../../release/rule.ts'
import { formatNumber } from '../page/format.ts'
import { type Html, html } from '../page/html.ts'
import { renderPage } from '../page/html-page.ts'
import assets from '../page/page-assets.json' with { type: 'json' }

const MEANING: Readonly<Record<Kind, string>> = {
  breaking: 'Workflows that use these may fail.',
  compatible: 'Workflows that use these work as before.',
  annotation: 'Only texts differ.',
}

/** Class of the colour of each kind. */
const TONES: Readonly<Record<Kind, string>> = { breaking: 'error', compatible: 'info', annotation: 'skipped' }

/** Renders the differences of two documents as one HTML page that loads nothing and has no script. */
export function renderDiff({ before, after, counts, items }: DocumentDiff): string {
  const title = `${nameOf(before)} → ${nameOf(after)}`
  const kinds = KINDS.filter(kind => counts[kind] > 0)
  const body = html`<main>
<header>
<p class="kicker">Changes of a release</p>
<h1>${title}</h1>
${kinds.length === 0 ? html`<p>No change.</p>` : html`<nav aria-label="Kinds of changes"><ul>${kinds.map(kind => html`<li><a href="#${kind}">${formatNumber(counts[kind])} ${kind}</a></li>`)}</ul></nav>`}
</header>
${kinds.map(kind => kindSection(kind, items))}</main>
`
  return renderPage({ title, style: assets.style, body })
}

const nameOf = ({ title, version }: DocumentDiff['before']): string => `${title} ${version}`.trim()

const kindSection = (kind: Kind, items: readonly DiffItem[]): Html => {
  const chosen = items.filter(item => item.kind === kind)
  return html`<section id="${kind}" aria-labelledby="${kind}-title">
<div class="title"><h2 id="${kind}-title">${capital(kind)}</h2> <p>${formatNumber(chosen.length)}. ${MEANING[kind]}</p></div>
<ul class="items">${chosen.map(itemRow)}</ul>
</section>
`
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const itemRow = ({ item, name, method, path, kind, status, reasons }: DiffItem): Html => {
  const place = path === undefined ? undefined : html`<span class="path data">${path}</span>`
  const label = method === undefined ? '' : html`<span class="method" data-method="${method}">${method}</span>`
  return html`<li><details${kind === 'breaking' ? html` open` : ''}>
<summary><span>${label}</span><span>${place}<span class="name data">${item}${name === '' ? '' : ` ${name}`}</span></span><span class="tags"><span class="tag ${TONES[kind]}">${status}</span></span></summary>
<div class="body"><ul class="places">${reasons.map(reasonLine)}</ul></div>
</details></li>
`
}

const reasonLine = ({ message, direction, before, after }: Reason): Html => {
  const place = after ?? before
  return html`<li>${direction === undefined ? '' : html`<span class="tag info">${direction}</span>`}<span class="data">${message}</span>${place === undefined ? '' : html`<code class="data">${place}</code>`}</li>
`
}
