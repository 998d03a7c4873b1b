/** Page script: what an update changes, or a conflict is about, side by side. */
export const DIFF_TABLE = `
const diffTable = (diff, before, after) =>
  make('table', { class: 'diff' },
    make('thead', {}, make('tr', {}, ...['Field', before, after].map(title => make('th', { scope: 'col' }, title)))),
    make('tbody', {}, ...diff.map(entry => diffRow(entry, before, after))))

const diffRow = (entry, before, after) => {
  // Quotes tell the text "1" from the number 1; among texts alone they would be in the way.
  const plain = [entry.before, entry.after].every(value => value === undefined || typeof value === 'string')
  const [left, right] = [entry.before, entry.after].map(value =>
    value === undefined || plain ? value : JSON.stringify(value, undefined, 2))
  const [leftParts, rightParts] = markDifference(left, right)
  return make('tr', {},
    make('th', { scope: 'row', class: 'data' }, entry.field),
    diffCell('before', before, leftParts),
    diffCell('after', after, rightParts))
}

const diffCell = (side, title, parts) =>
  make('td', { class: side, 'data-title': title }, parts ? make('pre', {}, ...parts) : make('em', {}, 'none'))

/** Both texts in parts, with what is not common to their beginnings and ends in a mark. */
const markDifference = (before, after) => {
  if (before === undefined || after === undefined) return [before, after].map(text => (text === undefined ? text : [text]))
  const [left, right] = [[...before], [...after]]
  const most = Math.min(left.length, right.length)
  let start = 0
  while (start < most && left[start] === right[start]) start++
  let end = 0
  while (end < most - start && left.at(-1 - end) === right.at(-1 - end)) end++
  return [left, right].map(text => {
    const [head, changed, tail] = [[0, start], [start, text.length - end], [text.length - end, text.length]]
      .map(([from, to]) => text.slice(from, to).join(''))
    return [head, changed === '' ? '' : make('mark', {}, changed), tail]
  })
}
`
