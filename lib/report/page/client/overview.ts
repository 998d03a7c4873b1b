import { formatAge } from '../../overview/age.ts'
import { find } from './elements.ts'

const body = find('tbody')
const rows = [...document.querySelectorAll<HTMLTableRowElement>('tbody tr')].map(row => ({
  row,
  text: row.textContent.toLowerCase(),
}))

for (const time of document.querySelectorAll('time'))
  time.textContent = formatAge(Date.now() - Date.parse(time.dateTime))

const search = document.querySelector<HTMLInputElement>('#search')
const filter = (): void => {
  const words = (search?.value ?? '').toLowerCase().split(/\s+/)
  let shown = 0
  for (const { row, text } of rows) {
    row.hidden = !words.every(word => text.includes(word))
    if (!row.hidden) shown++
  }
  find('#shown').textContent = shown === rows.length ? '' : `${shown} of ${rows.length} shown`
}
search?.addEventListener('input', filter)
// A browser keeps the text of the field when the page is loaded again.
filter()

const heads = [...document.querySelectorAll<HTMLTableCellElement>('thead th')]
const collator = new Intl.Collator('en', { numeric: true })

const sortBy = (head: HTMLTableCellElement): void => {
  const isNumber = head.classList.contains('number')
  const first = isNumber ? 'descending' : 'ascending'
  const direction = head.ariaSort === first ? (isNumber ? 'ascending' : 'descending') : first
  for (const other of heads) other.removeAttribute('aria-sort')
  head.ariaSort = direction
  const sign = direction === 'ascending' ? 1 : -1
  const cellOf = ({ row }: (typeof rows)[number]) => row.cells[head.cellIndex]
  const compare = (a: (typeof rows)[number], b: (typeof rows)[number]): number =>
    isNumber
      ? Number(cellOf(a)?.dataset.value) - Number(cellOf(b)?.dataset.value)
      : collator.compare(cellOf(a)?.textContent ?? '', cellOf(b)?.textContent ?? '')
  rows.sort((a, b) => sign * compare(a, b))
  body.append(...rows.map(({ row }) => row))
}

for (const head of heads) {
  const button = document.createElement('button')
  button.type = 'button'
  button.append(...head.childNodes)
  button.addEventListener('click', () => sortBy(head))
  head.append(button)
}
