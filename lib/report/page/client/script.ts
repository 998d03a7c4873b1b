import { DIFF_TABLE } from './diff-table.ts'
import { ELEMENTS } from './elements.ts'
import { FILL } from './fill.ts'
import { FILTERS } from './filters.ts'
import { ITEM_ROW } from './item-row.ts'
import { PROBLEM_PLACES } from './problem-places.ts'

const DATA = "const data = JSON.parse(document.getElementById('data').textContent)"

/** The page's script, a module: the data and what lists are made of, then the lists. */
export function clientScript(): string {
  return [DATA, ELEMENTS, FILL, DIFF_TABLE, ITEM_ROW, FILTERS, PROBLEM_PLACES].join('\n')
}
