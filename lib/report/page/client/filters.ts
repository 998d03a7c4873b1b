/** Page script: the lists of actions and definitions, as the filters let them through. */
export const FILTERS = String.raw`
const byId = id => document.getElementById(id)
const controls = ['text', 'method', 'result', 'noted'].map(byId)
const [text, method, result, noted] = controls

const textsOf = item =>
  [item.method, item.path, item.name, item.reason, item.pointer, item.id,
    ...item.problems.flatMap(problem => [problem.code, problem.message]),
    ...(item.diff || []).map(({ field }) => field)].join('\n').toLowerCase()

const lists = ['actions', 'definitions'].map(id => {
  const section = byId(id)
  const items = data.report[id].map(item => ({ item, texts: textsOf(item) }))
  // A row is made once, so that it stays open while filters change.
  const rows = new Map()
  const rowOf = ({ item }) => {
    if (!rows.has(item)) rows.set(item, itemRow(item))
    return rows.get(item)
  }
  section.hidden = items.length === 0
  return { section, list: section.querySelector('.items'), items, rowOf }
})

const isWanted = ({ item, texts }, words) =>
  words.every(word => texts.includes(word)) &&
  (method.value === '' || item.method === method.value) &&
  (result.value === '' || resultOf(item) === result.value) &&
  (noted.value === '' || hasNoted(item.problems, noted.value))

/** What is wanted is a severity, a code or none at all. */
const hasNoted = (problems, wanted) =>
  wanted === 'none' ? problems.length === 0 : problems.some(({ severity, code }) => [severity, code].includes(wanted))

const applyFilters = () => {
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean)
  for (const { section, list, items, rowOf } of lists) {
    const wanted = items.filter(each => isWanted(each, words))
    const all = formatNumber(items.length)
    section.querySelector('[role=status]').textContent =
      wanted.length === items.length ? all : formatNumber(wanted.length) + ' of ' + all
    section.querySelector('.open-all').hidden = wanted.length === 0
    fill(list, wanted, rowOf)
  }
}

const showOnly = values => {
  for (const control of controls) control.value = values[control.id] || ''
  applyFilters()
  const shown = lists.find(({ list }) => list.hasChildNodes()) || lists[0]
  shown.section.focus()
}

for (const control of controls) control.addEventListener('input', applyFilters)
byId('clear').addEventListener('click', () => {
  showOnly({})
  text.focus()
})
for (const button of document.querySelectorAll('button[data-noted]')) {
  button.hidden = false
  button.addEventListener('click', () => showOnly({ noted: button.dataset.noted }))
}
for (const { section, list } of lists) {
  const button = section.querySelector('.open-all')
  button.addEventListener('click', () => {
    finishLists()
    const all = [...list.querySelectorAll('details')]
    const open = all.some(details => !details.open)
    for (const details of all) details.open = open
  })
}
byId('items').hidden = false
applyFilters()
`
