import { changelog } from '../../../../lib/release/changelog.ts'
import { countText } from '../../../../lib/release/counts.ts'
import {
  type DiffItem,
  type DiffResult,
  type DocumentDiff,
  diffDocuments,
} from '../../../../lib/release/diff-documents.ts'
import { KINDS } from '../../../../lib/release/rule.ts'
import { renderDiff } from '../../../../lib/report/diff-page/render-diff.ts'
import { defaultOptions, type ImportOptions } from '../../../../lib/request/import-options.ts'
import { parseWord, UsageError } from '../arguments/command-line.ts'
import { addStatuses } from '../exit-status.ts'
import { type OpenedDocument, openDocument } from '../files/document-file.ts'
import { connectorBaseUrl } from '../import/base-url.ts'
import { documentLimits } from '../import/local-stack.ts'
import type { Subcommand } from '../subcommand.ts'

const FORMATS = ['text', 'markdown', 'html', 'json'] as const

type Values = { readonly format: string; readonly failOn?: string }

/** Compares two documents without a platform and without a state directory. */
export const diffCommand: Subcommand = {
  configure: command => {
    command
      .description('Shows what a new release of a document changes for the workflows that use its connector.')
      .usage('OLD NEW [options]')
      .argument('[OLD]', 'the document before: a path, an https URL, or - for stdin')
      .argument('[NEW]', 'the document after')
      .option('--format <FORMAT>', `print ${FORMATS.join(', ')}`, 'text')
      .option('--fail-on <WHAT>', 'breaking: exit with status 3 if a change breaks workflows')
      .addHelpText('after', '\nIt needs no platform. The filters of a file import.json next to NEW apply to both.')
    addStatuses(command, [
      [0, 'compared'],
      [1, "a document can't be converted"],
      [2, 'wrong usage or an unreadable document'],
      [3, 'with --fail-on breaking: a change breaks workflows'],
    ])
  },
  run: async (command, { environment }) => {
    const [before, after, ...more] = command.args
    if (before === undefined || after === undefined) throw new UsageError('Missing arguments: OLD and NEW.')
    if (more.length > 0) throw new UsageError(`Unexpected argument: ${more[0]} (expected OLD and NEW).`)
    if (before === '-' && after === '-') throw new UsageError('Only one document can be read from stdin.')
    const values = command.opts<Values>()
    const format = parseWord('format', values.format, FORMATS)
    const failOn = values.failOn === undefined ? undefined : parseWord('fail-on', values.failOn, ['breaking'])
    const limits = documentLimits(environment)
    // One after the other: each may be large.
    const old = await openDocument(before, limits)
    const fresh = await openDocument(after, limits)
    if (fresh.optionsFile !== undefined) console.error(`Options of ${fresh.optionsFile} are used.`)
    const result = compare(old, fresh, { ...defaultOptions(), ...fresh.options }, limits)
    if (!result.ok) {
      const { shown } = result.side === 'before' ? old : fresh
      console.error(`${shown} ${result.problem.pointer}: ${result.problem.message}`)
      return 1
    }
    const { diff, releases, changes } = result
    if (format === 'json') console.log(JSON.stringify(diff, undefined, 2))
    else if (format === 'html') process.stdout.write(renderDiff(diff))
    else if (format === 'markdown') process.stdout.write(changelog(releases, changes, { title: titleOf(diff.after) }))
    else for (const line of linesOf(diff)) console.log(line)
    return failOn !== undefined && diff.counts.breaking > 0 ? 3 : 0
  },
}

/** Converts both documents with the same options, and the base URL of a connector that the document before has made. */
const compare = (
  before: OpenedDocument,
  after: OpenedDocument,
  { triggers, baseUrl, ...filter }: ImportOptions,
  limits: ReturnType<typeof documentLimits>,
): DiffResult =>
  diffDocuments(before.document, after.document, {
    limits,
    filter,
    triggers,
    baseUrl: baseUrl ?? connectorBaseUrl(before.document),
  })

type Info = DocumentDiff['before']

const titleOf = ({ title, version }: Info): string => `${title} ${version}`.trim()

/** Maximum number of reasons of one item; the other formats have all. */
const MAX_REASONS = 5

const linesOf = ({ before, after, counts, items }: DocumentDiff): string[] => {
  const sorted = KINDS.flatMap(kind => items.filter(item => item.kind === kind))
  return [`${titleOf(before)} → ${titleOf(after)}: ${countText(counts)}`, ...sorted.flatMap(itemLines)].map(line =>
    line.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' '),
  )
}

const itemLines = ({ item, name, method, path, kind, status, reasons }: DiffItem): string[] => {
  const place = method === undefined ? '' : ` (${method} ${path ?? ''})`
  const lines = reasons.slice(0, MAX_REASONS).map(({ message, direction, after, before }) => {
    return `              ${direction === undefined ? '' : `${direction}: `}${message} ${after ?? before ?? ''}`.trimEnd()
  })
  const left = reasons.length - lines.length
  return [
    `  ${kind.padEnd(10)}  ${`${item} ${name}`.trimEnd()}${place}: ${status}`,
    ...lines,
    ...(left > 0 ? [`              … and ${left} more`] : []),
  ]
}
