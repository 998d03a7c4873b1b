import { isConflict } from '../../attention.ts'
import { ITEM_KINDS, type ItemKind } from '../../report.ts'
import { itemLink } from '../page-link.ts'
import { copyButton } from './copy-button.ts'
import { diagnosticEntry } from './diagnostics.ts'
import { diffTable } from './diff-table.ts'
import { make } from './elements.ts'
import { impactPart } from './impact-part.ts'
import type { Item } from './item.ts'
import { payloadPart, payloadText } from './payload.ts'

/** Makes the details of an item. */
export function itemBody(kind: ItemKind, item: Item): HTMLElement {
  const noun = ITEM_KINDS.find(({ items }) => items === kind)?.noun ?? ''
  const { name, change, status, reason, problems, impact, pointer, id, payload } = item
  const body = make('div', { class: 'body' })
  if (reason) body.append(make('p', { class: 'reason data' }, reason))
  if (impact) body.append(impactPart(impact))
  body.append(...comparison(noun, item))
  if (problems.length > 0)
    body.append(make('ul', { class: 'places' }, ...problems.map(problem => diagnosticEntry(problem))))
  if (payload !== undefined) body.append(payloadPart(payload))
  const facts = { Change: `${change}, ${status}`, 'Location in the document': pointer, Id: id, Tag: item.tag }
  body.append(
    make('dl', {}, ...Object.entries(facts).flatMap(fact)),
    make(
      'p',
      { class: 'tools' },
      copyButton('Copy name', () => name),
      pointer === undefined ? undefined : copyButton('Copy location', () => pointer),
      payload === undefined ? undefined : copyButton('Copy payload', () => payloadText(payload)),
      make('a', { href: itemLink(kind, name) }, 'Link to this item'),
    ),
  )
  return body
}

const fact = ([name, value]: [string, string | undefined]): HTMLElement[] =>
  value ? [make('div', {}, make('dt', {}, name), make('dd', { class: 'data' }, value))] : []

/** Makes the table of changed fields; for a conflict, with the options that resolve it. */
const comparison = (noun: string, item: Item): HTMLElement[] => {
  const { name, change, diff, conflict, baseUnknown } = item
  const table =
    conflict !== undefined
      ? diffTable({ kind: 'conflict', fields: conflict, baseUnknown })
      : diff && diffTable({ kind: change === 'update' ? 'update' : 'kept', fields: diff })
  return [...(table ? [table] : []), ...(isConflict(item) ? [resolutions(`${noun}:${name}`)] : [])]
}

const resolutions = (name: string): HTMLElement => {
  const option = (side: string) => `--resolve ${shellWord(`${name}=${side}`)}`
  const entry = (text: string, side: string) =>
    make(
      'li',
      {},
      text,
      ' ',
      make('code', { class: 'data' }, option(side)),
      ' ',
      copyButton('Copy', () => option(side), side),
    )
  return make(
    'ul',
    { class: 'resolutions' },
    entry('Keep what is on the platform:', 'platform'),
    entry('Write what the document has:', 'document'),
  )
}

/** Quotes a word for a shell if it needs it. */
const shellWord = (text: string): string =>
  /^[\w=.,:/@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
