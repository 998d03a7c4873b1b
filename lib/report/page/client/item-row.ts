import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { SEVERITIES } from '../../../diagnostics/severity.ts'
import { resultLabels, resultOf } from '../../counts.ts'
import type { ReportedAction, ReportedDefinition } from '../../report.ts'
import { diffTable } from './diff-table.ts'
import { make, tag } from './elements.ts'

/** A trigger, an action or a definition. */
export type Item = ReportedDefinition & Partial<ReportedAction>

/** Makes the row of an item; its details are made when it is opened. */
export function itemRow(item: Item, planned: boolean): HTMLElement {
  const { name, method, path, problems } = item
  const conflict = problems.some(({ code }) => code === 'conflict')
  const result = resultOf(item)
  const tags = [
    conflict ? tag('kept', 'conflict') : undefined,
    ...severityTags(problems),
    tag(result, resultLabels(planned)[result]),
  ]
  const summary = make('summary', {})
  if (method !== undefined) summary.append(make('span', { class: 'method', 'data-method': method }, method))
  const titles = path === undefined ? [] : [make('span', { class: 'path' }, path)]
  titles.push(make('span', { class: path === undefined ? 'path' : 'name' }, name))
  summary.append(make('span', { class: 'what data' }, ...titles), make('span', { class: 'tags' }, ...tags))
  const details = make('details', { class: conflict ? 'conflict' : undefined }, summary)
  details.addEventListener('toggle', () => details.append(itemBody(item)), { once: true })
  return make('li', {}, details)
}

/** Makes the entry of a diagnostic: with its owner's name if given, else with its code. */
export function diagnosticEntry({ severity, code, message, pointer }: Diagnostic, owner?: string): HTMLElement {
  return make(
    'li',
    {},
    owner === undefined ? tag(severity, code) : make('span', { class: 'owner data' }, owner),
    make('span', { class: 'message data' }, message),
    make('code', { class: 'data' }, pointer),
  )
}

const severityTags = (problems: readonly Diagnostic[]): (HTMLElement | undefined)[] =>
  SEVERITIES.map(severity => {
    const count = problems.filter(problem => problem.severity === severity).length
    const plural = count > 1 && severity !== 'info' ? 's' : ''
    return count > 0 ? tag(severity, `${count} ${severity}${plural}`) : undefined
  })

const itemBody = ({ change, status, reason, diff, problems, pointer, id }: Item): HTMLElement => {
  const titles = change === 'update' ? ['Platform before', 'Document'] : ['Platform (kept)', 'Document (not applied)']
  const body = make('div', { class: 'body' })
  if (reason) body.append(make('p', { class: 'reason data' }, reason))
  if (diff) body.append(diffTable(diff, titles))
  if (problems.length > 0)
    body.append(make('ul', { class: 'places' }, ...problems.map(problem => diagnosticEntry(problem))))
  const facts = { Change: `${change}, ${status}`, 'Location in the document': pointer, Id: id }
  body.append(make('dl', {}, ...Object.entries(facts).flatMap(fact)))
  return body
}

const fact = ([name, value]: [string, string | undefined]): HTMLElement[] =>
  value ? [make('div', {}, make('dt', {}, name), make('dd', { class: 'data' }, value))] : []
