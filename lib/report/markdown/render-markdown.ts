import { countText } from '../../release/counts.ts'
import { KINDS } from '../../release/rule.ts'
import { isConflict } from '../attention.ts'
import { type ItemResult, resultLabels } from '../counts.ts'
import { groupDiagnostics } from '../diagnostic-groups.ts'
import { documentTitle, headline, ITEM_KINDS, isOnlyPlanned, itemsOf, type KindOfItem, type Report } from '../report.ts'
import { type ChangeGroup, groupChanges } from '../text/change-groups.ts'
import { codeBlock, codeSpan } from './code.ts'
import { effectGroup } from './effect-group.ts'
import { itemDiff, itemEntry } from './item-text.ts'

/** Maximum size of a comment on GitHub, in characters. Bytes are counted, which are never fewer. */
const MAX_SIZE = 65_536
/** Part of it for the counts of what is not shown. */
const RESERVE = 1_500
/** Maximum number of items of a group, and of diagnostic codes. */
const MAX_ITEMS = 100
const MAX_CODES = 20
/** Number of items from which on a group is folded. */
const MANY = 10
const MAX_REASON = 2_000

/**
 * Renders a report as Markdown for a pull request: counts, then the changes with method, path and differences. Strings of the
 * document are in code spans and code blocks, where they can't be markup or a mention.
 */
export function renderMarkdown(report: Report): string {
  const page = createPage(MAX_SIZE - RESERVE)
  for (const lines of headParts(report)) page.add(lines)
  for (const group of groupsOf(report)) addGroup(page, group)
  addDiagnostics(page, report)
  return page.text()
}

/** Text of a bounded size. */
type Page = {
  /** Adds lines if there is room for all of them. @returns false without room */
  readonly add: (lines: readonly string[]) => boolean
  /** Adds a short line in any case: its size is reserved. */
  readonly close: (...lines: readonly string[]) => void
  readonly text: () => string
}

const createPage = (limit: number): Page => {
  const encoder = new TextEncoder()
  const all: string[] = []
  let size = 0
  return {
    add: lines => {
      const added = lines.reduce((sum, line) => sum + encoder.encode(line).length + 1, 0)
      if (size + added > limit) return false
      size += added
      all.push(...lines)
      return true
    },
    close: (...lines) => {
      all.push(...lines)
    },
    text: () =>
      `${all
        .join('\n')
        .replaceAll(/\n{3,}/g, '\n\n')
        .trimEnd()}\n`,
  }
}

const headParts = (report: Report): string[][] => {
  const { document, target, reason } = report
  const place = `${target.organisationId} / ${target.connectorId} / ${target.version}`
  return [
    [`### ${codeSpan(documentTitle(document))} → ${codeSpan(place, 500)}: ${headline(report)}`, ''],
    report.counts.impact === undefined ? [] : [`Effects on workflows: ${countText(report.counts.impact)}.`, ''],
    reason === undefined ? [] : [...codeBlock('text', [reason.slice(0, MAX_REASON).toWellFormed()]), ''],
    countTable(report),
  ]
}

const countTable = (report: Report): string[] => {
  const labels = resultLabels(isOnlyPlanned(report))
  const shown = ITEM_KINDS.filter(({ items }) => report[items].length > 0)
  const results = (Object.keys(labels) as ItemResult[]).filter(result =>
    shown.some(({ items }) => report.counts[items][result] > 0),
  )
  if (results.length === 0) return []
  const conflicts = shown.map(({ items }) => report[items].filter(isConflict).length)
  const hasConflicts = conflicts.some(count => count > 0)
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  return [
    row(['', ...results.map(result => labels[result]), ...(hasConflicts ? ['conflicts'] : [])]),
    row(['---', ...results.map(() => '---:'), ...(hasConflicts ? ['---:'] : [])]),
    ...shown.map(({ items }, i) =>
      row([
        items,
        ...results.map(result => report.counts[items][result]),
        ...(hasConflicts ? [conflicts[i] ?? 0] : []),
      ]),
    ),
    '',
  ]
}

type Group = Omit<ChangeGroup, 'kind'> &
  Partial<ChangeGroup> & {
    /** Returns the lines below an item's entry; default: its differences. */
    readonly details?: (item: KindOfItem) => string[]
  }

/** Breaking changes come first; compatible ones need no decision, so they come last. */
const groupsOf = (report: Report): Group[] => {
  const [breaking = [], compatible = [], annotation = []] = KINDS.map(kind => effectGroup(report, kind))
  const groups: (Group | readonly Group[])[] = [
    breaking,
    failedGroup(report),
    groupChanges(report),
    compatible,
    annotation,
  ]
  return groups.flat()
}

const failedGroup = (report: Report): Group[] => {
  // The reason of a failed import applies to all of its items.
  const items = report.reason === undefined ? itemsOf(report).filter(({ item }) => item.status === 'failed') : []
  return items.length === 0 ? [] : [{ title: 'failed', items }]
}

const HOW_TO_DECIDE = 'Decide each one with `--resolve NAME=platform` or `--resolve NAME=document`.'

/** Adds as many items as there is room for; without room for its details, an item has none. */
const addGroup = (page: Page, { kind, title, items, details = itemDiff }: Group): void => {
  const heading = `${title[0]?.toUpperCase()}${title.slice(1)} (${items.length})`
  const isFolded = items.length > MANY
  const opened = isFolded ? ['', '<details>', `<summary>${heading}</summary>`, ''] : ['', `#### ${heading}`, '']
  if (!page.add([...opened, ...(kind === 'conflict' ? [HOW_TO_DECIDE, ''] : [])])) {
    page.close('', `${heading}: in the report only.`)
    return
  }
  let count = 0
  for (const item of items.slice(0, MAX_ITEMS)) {
    const entry = itemEntry(item)
    if (!page.add([entry, ...details(item)]) && !page.add([`${entry} (details: see the report)`])) break
    count++
  }
  const left = items.length - count
  if (left > 0) page.close(`- … and ${left} more in the report`)
  if (isFolded) page.close('', '</details>')
}

const addDiagnostics = (page: Page, report: Report): void => {
  const groups = groupDiagnostics({
    ...report,
    diagnostics: report.diagnostics.filter(({ message }) => message !== report.reason),
  })
  if (groups.length === 0) return
  const heading = `Diagnostics (${groups.length} ${groups.length === 1 ? 'code' : 'codes'})`
  if (!page.add(['', '<details>', `<summary>${heading}</summary>`, ''])) {
    page.close('', `${heading}: in the report only.`)
    return
  }
  let count = 0
  for (const { example, count: times } of groups.slice(0, MAX_CODES)) {
    const { severity, code, message } = example
    if (!page.add([`- ${severity} ${codeSpan(code)}${times > 1 ? ` (${times}×)` : ''}: ${codeSpan(message, 500)}`]))
      break
    count++
  }
  const left = groups.length - count
  if (left > 0) page.close(`- … and ${left} more ${left === 1 ? 'code' : 'codes'} in the report`)
  page.close('', '</details>')
}
