/** Page script: fills long lists in pieces, so that the page can be used at once; printing waits for the rest. */
export const FILL = `
const PIECE = 100
const unfinished = new Map()

const fill = (list, items, makeRow) => {
  list.replaceChildren()
  let next = 0
  const addRows = count => {
    const rows = document.createDocumentFragment()
    for (const item of items.slice(next, next + count)) rows.append(makeRow(item))
    list.append(rows)
    next += count
    if (next >= items.length) unfinished.delete(list)
  }
  const goOn = () => {
    // Another filling of the same list has taken over, or it is finished.
    if (unfinished.get(list) !== addRows) return
    addRows(PIECE)
    setTimeout(goOn)
  }
  unfinished.set(list, addRows)
  addRows(PIECE)
  setTimeout(goOn)
}

const finishLists = () => {
  for (const addRows of [...unfinished.values()]) addRows(Infinity)
}
addEventListener('beforeprint', finishLists)
`
