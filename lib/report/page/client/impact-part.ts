import type { Impact } from '../../impact.ts'
import { make } from './elements.ts'

/** Makes the list of reasons of a change: what it does to workflows, the worst first. */
export function impactPart({ kind, kept, reasons, reasonsOmitted = 0 }: Impact): HTMLElement {
  const title = kept ? `The document has a ${kind} change; kept on the platform:` : `For workflows, ${kind}:`
  const entries = reasons.map(reason => {
    const { kind, direction, message, before, after } = reason
    const place = after ?? before
    const side = direction === undefined ? kind : `${kind}, ${direction}`
    return make(
      'li',
      { class: 'data' },
      `${side}: ${message}`,
      ...(place === undefined ? [] : [' ', make('code', {}, place)]),
    )
  })
  const more = reasonsOmitted === 0 ? [] : [make('li', {}, `and ${reasonsOmitted} more`)]
  return make('div', { class: 'impact' }, make('p', {}, title), make('ul', { class: 'places' }, ...entries, ...more))
}
