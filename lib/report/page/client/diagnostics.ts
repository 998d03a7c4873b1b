import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { ITEM_KINDS } from '../../report.ts'
import { itemLink } from '../page-link.ts'
import type { PageReport } from '../payload-chunks.ts'
import { find, make, tag } from './elements.ts'
import { fillList } from './fill-list.ts'

/** Fills each group of diagnostics when it is opened. */
export function fillDiagnosticGroups(report: PageReport): void {
  for (const group of document.querySelectorAll<HTMLElement>('details[data-code]')) {
    const fill = () =>
      fillList(find('.places', group), diagnosticsOf(report, group.dataset.code ?? ''), entry => entry())
    group.addEventListener('toggle', fill, { once: true })
  }
}

/** Returns a function for each diagnostic of a code, which makes its entry. */
const diagnosticsOf = (report: PageReport, code: string): (() => HTMLElement)[] => {
  const ofItems = ITEM_KINDS.flatMap(({ items: kind, noun }) =>
    report[kind].map(({ name, problems }) => ({
      problems,
      owner: () => make('a', { href: itemLink(kind, name) }, `${noun} ${name}`),
    })),
  )
  return [{ problems: report.diagnostics, owner: () => 'document' }, ...ofItems].flatMap(({ owner, problems }) =>
    problems.filter(problem => problem.code === code).map(problem => () => diagnosticEntry(problem, owner())),
  )
}

/** Makes the entry of a diagnostic: with its owner if given, else with its code. */
export function diagnosticEntry({ severity, code, message, pointer }: Diagnostic, owner?: Node | string): HTMLElement {
  return make(
    'li',
    {},
    owner === undefined ? tag(severity, code) : make('span', { class: 'owner data' }, owner),
    make('span', { class: 'message data' }, message),
    make('code', { class: 'data' }, pointer),
  )
}
