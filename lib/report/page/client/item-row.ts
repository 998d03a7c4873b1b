import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { SEVERITIES } from '../../../diagnostics/kind.ts'
import { resultLabels, resultOf } from '../../counts.ts'
import type { ReportedAction, ReportedDefinition } from '../../report.ts'
import { diffTable } from './diff-table.ts'
import { make, tag } from './elements.ts'

/** An action or a definition. */
export type Item = ReportedDefinition & Partial<ReportedAction>

/** Makes the row of an item; its details are made when it is opened. */
export function itemRow(item: Item, planned: boolean): HTMLElement {
  const result = resultOf(item)
  const conflict = item.problems.some(({ code }) => code === 'conflict')
  const details = make(
    'details',
    { class: conflict ? 'conflict' : undefined },
    make(
      'summary',
      {},
      item.method && make('span', { class: 'method', 'data-method': item.method }, item.method),
      make(
        'span',
        { class: 'what data' },
        item.path && make('span', { class: 'path' }, item.path),
        make('span', { class: item.path ? 'name' : 'path' }, item.name),
      ),
      make(
        'span',
        { class: 'tags' },
        conflict ? tag('kept', 'conflict') : undefined,
        ...severityTags(item.problems),
        tag(result, resultLabels(planned)[result]),
      ),
    ),
  )
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
  return make(
    'div',
    { class: 'body' },
    reason ? make('p', { class: 'reason data' }, reason) : undefined,
    diff && diffTable(diff, titles),
    problems.length > 0
      ? make('ul', { class: 'places' }, ...problems.map(problem => diagnosticEntry(problem)))
      : undefined,
    make(
      'dl',
      {},
      ...fact('Change', `${change}, ${status}`),
      ...fact('Location in the document', pointer),
      ...fact('Id', id),
    ),
  )
}

const fact = (name: string, value: string | undefined): HTMLElement[] =>
  value ? [make('div', {}, make('dt', {}, name), make('dd', { class: 'data' }, value))] : []
