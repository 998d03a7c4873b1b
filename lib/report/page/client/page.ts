import { itemsOf, type Report } from '../../report.ts'
import { find } from './elements.ts'
import { completeLists, fillList } from './fill-list.ts'
import { showItemLists } from './item-lists.ts'
import { diagnosticEntry } from './item-row.ts'

const report: Report = JSON.parse(find('#data').textContent)

/** Returns the diagnostics of a code, each with the name of its owner. */
const diagnosticsOf = (code: string) =>
  [
    { owner: 'document', problems: report.diagnostics },
    ...itemsOf(report).map(({ noun, item: { name, problems } }) => ({ owner: `${noun} ${name}`, problems })),
  ].flatMap(({ owner, problems }) =>
    problems.filter(problem => problem.code === code).map(problem => ({ owner, problem })),
  )

showItemLists(report)

for (const group of document.querySelectorAll<HTMLElement>('details[data-code]')) {
  const fill = () =>
    fillList(find('ul', group), diagnosticsOf(group.dataset.code ?? ''), ({ owner, problem }) =>
      diagnosticEntry(problem, owner),
    )
  group.addEventListener('toggle', fill, { once: true })
}

addEventListener('beforeprint', completeLists)
