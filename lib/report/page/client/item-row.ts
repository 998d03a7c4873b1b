/** Page script: one action or definition, whose details are made when they are opened. */
export const ITEM_ROW = `
const SEVERITIES = [['error', 'error'], ['warning', 'warning'], ['info', 'note']]

const resultOf = item => (item.status === 'failed' ? 'failed' : data.counted[item.change])
const isConflict = item => item.problems.some(({ code }) => code === 'conflict')

const itemRow = item => {
  const result = resultOf(item)
  const details = make('details', { class: isConflict(item) && 'conflict' },
    make('summary', {},
      item.method && make('span', { class: 'method', 'data-method': item.method }, item.method),
      make('span', { class: 'what data' },
        item.path && make('span', { class: 'path' }, item.path),
        make('span', { class: item.path ? 'name' : 'path' }, item.name)),
      make('span', { class: 'tags' }, ...problemTags(item), tag(result, data.labels[result]))))
  details.addEventListener('toggle', () => details.append(itemBody(item)), { once: true })
  return make('li', {}, details)
}

const problemTags = item => [
  isConflict(item) ? tag('kept', 'conflict') : undefined,
  ...SEVERITIES.map(([severity, word]) => {
    const count = item.problems.filter(problem => problem.severity === severity).length
    return count > 0 ? tag(severity, count + ' ' + word + (count > 1 ? 's' : '')) : undefined
  }),
]

const itemBody = item =>
  make('div', { class: 'body' },
    item.reason && make('p', { class: 'reason data' }, item.reason),
    item.diff && diffTable(item.diff, ...diffTitles(item)),
    item.problems.length > 0 ? make('ul', { class: 'places' }, ...item.problems.map(problem => place(problem))) : undefined,
    facts([['Change', item.change + ', ' + item.status], ['In the document', item.pointer], ['Id', item.id]]))

const diffTitles = item => (item.change === 'update' ? ['Platform before', 'Document'] : ['Platform (stays)', 'Document (not applied)'])

const place = (problem, owner) =>
  make('li', {},
    owner ? make('span', { class: 'owner data' }, owner) : tag(problem.severity, problem.code),
    make('span', { class: 'message data' }, problem.message),
    make('code', { class: 'data' }, problem.pointer))
`
