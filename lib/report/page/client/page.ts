import type { PageReport } from '../payload-chunks.ts'
import { fillDiagnosticGroups } from './diagnostics.ts'
import { find } from './elements.ts'
import { showItemLists } from './item-lists.ts'

const report: PageReport = JSON.parse(find('#data').textContent)
const lists = showItemLists(report)
fillDiagnosticGroups(report)

let restore: (() => void)[] = []
addEventListener('beforeprint', () => {
  restore = lists.map(list => list.expand())
})
addEventListener('afterprint', () => {
  for (const close of restore) close()
})

addEventListener('keydown', event => {
  const { key, target, ctrlKey, metaKey, altKey } = event
  const isTyping = target instanceof Element && target.matches('input, select, textarea')
  if (key !== '/' || isTyping || ctrlKey || metaKey || altKey) return
  event.preventDefault()
  find('#text').focus()
})
