import type { ResourceName } from '../contract/requests.ts'
import type { Plan } from '../conversion/plan.ts'
import { quote } from '../json/quote.ts'
import type { PlatformState } from './compare/platform-state.ts'
import type { Changes } from './decide/decide-changes.ts'
import type { Ledger } from './ledger/ledger.ts'

/** Change that an import makes only if the option `confirm` is set. */
export type Confirmation = {
  readonly code: 'deletes' | 'title' | 'host' | 'publish'
  /** Sentence that describes the change. */
  readonly message: string
}

/** Part of the actions or triggers that an import deletes without a confirmation. */
const FREE_PART = 0.2
/** Maximum number of names in a message; the report has all. */
const MAX_NAMES = 5
const MAX_TITLE = 120
/** Word of a version: `v2`, `2`, `0rc1`, `beta`. */
const VERSION_WORD = /^(v|ver|version|alpha|beta|rc|(v|rc|beta|alpha)?\d+([a-z]{1,5}\d*)?)$/

type Compared = {
  readonly plan: Plan
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly changes: Changes
  /** The import is to publish the version. */
  readonly publish: boolean
}

/**
 * Finds the changes that need a confirmation: the deletion of more than 20 % of the actions or of the triggers that the
 * platform has of earlier imports, a document with another title or on another host than the last one, and publishing.
 */
export function neededConfirmations(compared: Compared): Confirmation[] {
  return [
    ...deletes('actions', compared),
    ...deletes('triggers', compared),
    ...otherTitle(compared),
    ...otherHost(compared),
    ...publishing(compared),
  ]
}

const deletes = (kind: ResourceName, { platform, ledger, changes: { removals } }: Compared): Confirmation[] => {
  const names = removals[kind].filter(({ change }) => change === 'remove').map(({ name }) => name)
  const known = [...ledger[kind].keys()].filter(name => platform[kind].has(name)).length
  if (names.length <= known * FREE_PART) return []
  const definitions = removals.definitions.flat().filter(({ change }) => change === 'remove').length
  const left = names.length - MAX_NAMES
  const listed = names.slice(0, MAX_NAMES).join(', ') + (left > 0 ? ` and ${left} more` : '')
  const also = definitions === 0 ? '' : `, and ${definitions} ${definitions === 1 ? 'definition' : 'definitions'}`
  const part = names.length === known ? `all ${known}` : `${names.length} of ${known}`
  return [{ code: 'deletes', message: `It deletes ${part} ${kind} of earlier imports (${listed})${also}.` }]
}

const otherTitle = ({ plan: { document }, ledger }: Compared): Confirmation[] => {
  if (ledger.title === undefined || comparableTitle(ledger.title) === comparableTitle(document.title)) return []
  const [last, now] = [ledger.title, document.title].map(title => quote(title, MAX_TITLE))
  const message = `The document has the title ${now}, but the last one that was imported into this version has ${last}.`
  return [{ code: 'title', message }]
}

/** Two vendors can have documents with the same name and title, but not with the same hosts. */
const otherHost = ({ plan: { hosts = [] }, ledger }: Compared): Confirmation[] => {
  const last = ledger.hosts ?? []
  if (hosts.length === 0 || last.length === 0 || hosts.some(host => last.includes(host))) return []
  const [before, now] = [last, hosts].map(([host = '']) => quote(host, MAX_TITLE))
  const message = `The document's server is on the host ${now}, but that of the last document that was imported into this version is on ${before}.`
  return [{ code: 'host', message }]
}

/**
 * Returns the words of a title without the version at its end, in lower case: a new release of a document often changes no
 * more than that. A title that is only a version keeps it.
 */
const comparableTitle = (title: string): string => {
  const words =
    title
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  const last = words.findLastIndex(word => !VERSION_WORD.test(word))
  return (last < 0 ? words : words.slice(0, last + 1)).join(' ')
}

const publishing = ({ publish }: Compared): Confirmation[] =>
  publish ? [{ code: 'publish', message: "It publishes the version, which can't be changed afterwards." }] : []
