import { type Concern, type ConcernGroup, groupConcerns } from '../attention.ts'
import type { KindOfItem, Report } from '../report.ts'
import { formatNumber } from './format.ts'
import { type Html, html } from './html.ts'
import { type Filters, filterLink, itemLink } from './page-link.ts'

/** Maximum number of reasons of a concern, and of items of a reason; the lists of items have all. */
const MAX_REASONS = 10
const MAX_ITEMS = 5

type Words = {
  /** Label of a number of items. */
  readonly label: (count: string, isOne: boolean) => string
  readonly meaning: string
  /** Filters of all items with the concern. */
  readonly filters: Filters
}

const WORDS: Readonly<Record<Concern, Words>> = {
  breaking: {
    label: (count, isOne) => (isOne ? '1 breaking change' : `${count} breaking changes`),
    meaning: 'Workflows that use these may fail.',
    filters: { impact: 'breaking' },
  },
  failed: {
    label: count => `${count} failed`,
    meaning: 'The import could not write these.',
    filters: { result: 'failed' },
  },
  conflict: {
    label: (count, isOne) => (isOne ? '1 conflict' : `${count} conflicts`),
    meaning: 'The platform has different content; kept. Choose a side for each.',
    filters: { diagnostic: 'conflict' },
  },
  unread: {
    label: count => `${count} kept`,
    meaning: "A part of the document can't be read, so these stay as they are on the platform.",
    filters: { diagnostic: 'document-incomplete' },
  },
}

/** Renders links to the parts of the page, the items that need a person first. */
export function jumpLinks(report: Report, hasDiagnostics: boolean): Html {
  const links: [string, string][] = [
    ...groupConcerns(report).map((group): [string, string] => [`#${group.concern}`, labelOf(group)]),
    ...(hasDiagnostics ? [['#diagnostics', 'Diagnostics'] satisfies [string, string]] : []),
    ...(report.triggers.length > 0 ? [['#triggers', 'Triggers'] satisfies [string, string]] : []),
    ...(report.actions.length > 0 ? [['#actions', 'Actions'] satisfies [string, string]] : []),
    ...(report.definitions.length > 0 ? [['#definitions', 'Definitions'] satisfies [string, string]] : []),
  ]
  if (links.length === 0) return html``
  return html`<nav aria-label="Parts of the report"><ul>${links.map(([href, text]) => html`<li><a href="${href}">${text}</a></li>`)}</ul></nav>
`
}

/** Renders the items that need a person, by concern and reason; needs no script. */
export function attentionSection(report: Report): Html {
  const groups = groupConcerns(report)
  if (groups.length === 0) return html``
  return html`<section id="attention" aria-labelledby="attention-title">
<h2 id="attention-title">Needs attention</h2>
${groups.map(concernPart)}</section>
`
}

const labelOf = ({ concern, items, parts }: ConcernGroup): string => {
  const count = items.length + parts.length
  return WORDS[concern].label(formatNumber(count), count === 1)
}

const concernPart = (group: ConcernGroup): Html => {
  const { concern, items, parts } = group
  const { meaning, filters } = WORDS[concern]
  const reasons = [...Map.groupBy(items, ({ item }) => reasonOf(concern, item))]
  const shown = reasons.slice(0, MAX_REASONS)
  return html`<div class="concern ${concern}" id="${concern}">
<h3>${labelOf(group)}</h3>
<p>${meaning}${items.length === 0 ? undefined : html` <a href="${filterLink(filters)}">Show only these</a>`}</p>
<ul>${parts.map(partEntry)}${shown.map(([reason, having]) => reasonEntry(reason, having))}</ul>
${reasons.length > shown.length ? html`<p>and ${formatNumber(reasons.length - shown.length)} more reasons</p>` : undefined}
</div>
`
}

const partEntry = ({ part, value }: ConcernGroup['parts'][number]): Html =>
  html`<li class="data"><a href="#connection">${part}</a> <span class="reason">${value.reasons[0]?.message ?? ''}</span></li>`

const reasonOf = (concern: Concern, { reason, conflict, impact, diff = [] }: KindOfItem['item']): string => {
  if (concern === 'breaking') return impact?.reasons[0]?.message ?? ''
  if (concern !== 'conflict') return reason ?? ''
  return (conflict ?? diff).map(({ field }) => field).join(', ')
}

const reasonEntry = (reason: string, items: readonly KindOfItem[]): Html => {
  const links = items
    .slice(0, MAX_ITEMS)
    .map(({ kind, noun, item: { name } }) => html`<a href="${itemLink(kind, name)}">${noun} <bdi>${name}</bdi></a> `)
  const left = items.length - links.length
  return html`<li class="data">${links}${left > 0 ? html`and ${formatNumber(left)} more ` : undefined}<span class="reason">${reason}</span></li>`
}
