import { RESOURCES } from '../contract/requests.ts'
import type { ItemChange, ReleaseChanges } from './classify.ts'
import { countText } from './counts.ts'
import { inlineCode, plainText } from './markdown.ts'
import type { Release, ReleaseOperation } from './release.ts'
import type { Kind, Reason } from './rule.ts'

export type ChangelogOptions = {
  readonly title: string
  /** Most lines of the whole changelog. */
  readonly lines?: number
}

const MAX_LINES = 5_000
/** Reasons that are listed for one item. */
const MAX_REASONS = 20

const DEPRECATED = new Set(['operation-deprecated', 'parameter-deprecated', 'schema-deprecated'])
/** Rules that a section repeats by its title. */
const SILENT = new Set(['operation-added', 'operation-removed', 'definition-added', 'definition-removed'])

type Item = {
  readonly name: string
  readonly change: ItemChange
  /** Absent for a definition. */
  readonly operation?: ReleaseOperation
  readonly group: string
}

type Section = {
  readonly title: string
  readonly wants: (change: ItemChange) => boolean
  readonly reasons: (reason: Reason) => boolean
}

const isAnnotation = ({ kind }: Reason): boolean => kind === 'annotation'

const SECTIONS: readonly Section[] = [
  {
    title: 'Breaking',
    wants: ({ kind, kept }) => kind === 'breaking' && !kept,
    reasons: ({ kind }) => kind === 'breaking',
  },
  { title: 'Added', wants: ({ status }) => status === 'added', reasons: () => false },
  {
    title: 'Changed',
    wants: ({ status, reasons, kept }) => status === 'changed' && !kept && reasons.some(isPlainChange),
    reasons: reason => isPlainChange(reason),
  },
  {
    title: 'Removed',
    wants: ({ status, kind, kept }) => status === 'removed' && kind !== 'breaking' && !kept,
    reasons: () => false,
  },
  {
    title: 'Deprecated',
    wants: ({ reasons, kept }) => !kept && reasons.some(({ rule }) => DEPRECATED.has(rule)),
    reasons: ({ rule }) => DEPRECATED.has(rule),
  },
  {
    title: 'Texts',
    wants: ({ reasons, kept }) => !kept && reasons.every(isAnnotation),
    reasons: () => false,
  },
  { title: 'Kept on the platform', wants: ({ kept }) => kept === true, reasons: () => true },
]

/** Returns true for a compatible change that has no section of its own, and is not repeated for each user of a definition. */
const isPlainChange = ({ kind, rule }: Reason): boolean =>
  kind === 'compatible' && !DEPRECATED.has(rule) && rule !== 'uses-changed-definition'

/** Writes the changes of a release as Markdown: what breaks first, each section by tag. Empty sections are left off. */
export function changelog(
  releases: { readonly before: Release; readonly after: Release },
  changes: ReleaseChanges,
  { title, lines: most = MAX_LINES }: ChangelogOptions,
): string {
  const items = itemsOf(releases, changes)
  const lines = [`# ${plainText(title)}`, '', summary(items)]
  for (const { title, wants, reasons } of SECTIONS) {
    const wanted = items.filter(({ change }) => wants(change))
    if (wanted.length === 0) continue
    lines.push('', `## ${title}`)
    for (const [group, members] of Map.groupBy(wanted, item => item.group)) {
      lines.push('', `### ${plainText(group)}`, '')
      for (const item of members) lines.push(...itemLines(item, reasons))
    }
  }
  const cut = lines.length - most
  return `${(cut > 0 ? [...lines.slice(0, most), '', `… and ${cut} more lines.`] : lines).join('\n')}\n`
}

const AUTHENTICATION = 'Authentication'
const DEFINITIONS = 'Definitions'

const itemsOf = (
  { before, after }: { readonly before: Release; readonly after: Release },
  changes: ReleaseChanges,
): Item[] => {
  const { authentication, definitions } = changes
  const operations = RESOURCES.flatMap(kind =>
    [...changes[kind]].map(([name, change]): Item => {
      const operation = after[kind].get(name) ?? before[kind].get(name)
      return {
        name,
        change,
        group: operation === undefined ? kind : groupOf(operation),
        ...(operation && { operation }),
      }
    }),
  )
  operations.sort((a, b) => (a.group === b.group ? 0 : a.group < b.group ? -1 : 1))
  return [
    ...(authentication === undefined ? [] : [{ name: '', change: authentication, group: AUTHENTICATION }]),
    ...operations,
    ...[...definitions].map(([name, change]): Item => ({ name, change, group: DEFINITIONS })),
  ]
}

/** Returns the tag of an operation, or the static beginning of its path; of a callback, that of the operation that has it. */
const groupOf = ({ tag, path: place }: ReleaseOperation): string => {
  if (tag !== undefined) return tag
  const path = /^[A-Z]+ (\/\S*)/.exec(place)?.[1] ?? place
  const [first = ''] = path.split('/').filter(segment => segment !== '' && !segment.includes('{'))
  return path.startsWith('/') ? `/${first}` : first
}

const summary = (items: readonly Item[]): string => {
  const changed = items.filter(({ change }) => !change.kept)
  const count = (kind: Kind): number => changed.filter(({ change }) => change.kind === kind).length
  const counts = { breaking: count('breaking'), compatible: count('compatible'), annotation: count('annotation') }
  const kept = items.length - changed.length
  if (items.length === 0) return 'No changes.'
  return `Changed items: ${countText(counts)}.${kept > 0 ? ` Kept as they were on the platform: ${kept}.` : ''}`
}

const itemLines = ({ name, change, operation, group }: Item, wants: (reason: Reason) => boolean): string[] => {
  const reasons = change.reasons.filter(reason => wants(reason) && !SILENT.has(reason.rule))
  const shown = reasons.slice(0, MAX_REASONS).map(reason => `  - ${reasonText(reason)}`)
  const more = reasons.length - shown.length
  const place = operation === undefined ? '' : ` — ${inlineCode(`${operation.method} ${operation.path}`)}`
  const state = change.status === 'changed' ? '' : ` (${change.status})`
  const head = group === AUTHENTICATION && name === '' ? '- All operations' : `- ${inlineCode(name)}${place}${state}`
  return [head, ...shown, ...(more > 0 ? [`  - … and ${more} more`] : [])]
}

const reasonText = ({ message, direction, after, before }: Reason): string => {
  const place = after ?? before
  return [
    direction === undefined ? '' : `${direction === 'sent' ? 'Sent' : 'Received'}: `,
    plainText(message),
    place === undefined ? '' : ` ${inlineCode(place)}`,
  ].join('')
}
