import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { SEVERITIES } from '../../../diagnostics/severity.ts'
import { isConflict } from '../../attention.ts'
import { resultLabels, resultOf } from '../../counts.ts'
import { effectOf } from '../../impact.ts'
import type { ItemKind } from '../../report.ts'
import { make, tag } from './elements.ts'
import type { Item } from './item.ts'
import { itemBody } from './item-body.ts'

export type ItemRow = {
  readonly element: HTMLElement
  readonly setOpen: (open: boolean) => void
  /** Opens the row, scrolls to it and gives it the focus. */
  readonly reveal: () => void
}

/** Makes the row of an item; its details are made when it is opened. */
export function itemRow(kind: ItemKind, item: Item, planned: boolean): ItemRow {
  const { name, method, path, problems } = item
  const conflict = isConflict(item)
  const result = resultOf(item)
  const tags = [
    effectOf(item) === 'breaking' ? tag('failed', 'breaking') : undefined,
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
  let hasBody = false
  const fill = () => {
    if (!hasBody) details.append(itemBody(kind, item))
    hasBody = true
  }
  details.addEventListener('toggle', fill)
  const setOpen = (open: boolean) => {
    if (open) fill()
    details.open = open
  }
  return {
    element: make('li', {}, details),
    setOpen,
    reveal: () => {
      setOpen(true)
      summary.scrollIntoView({ block: 'center' })
      summary.focus()
    },
  }
}

const severityTags = (problems: readonly Diagnostic[]): (HTMLElement | undefined)[] =>
  SEVERITIES.map(severity => {
    const count = problems.filter(problem => problem.severity === severity).length
    const plural = count > 1 && severity !== 'info' ? 's' : ''
    return count > 0 ? tag(severity, `${count} ${severity}${plural}`) : undefined
  })
