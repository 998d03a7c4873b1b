import type { Target } from '../request/target.ts'

export const DOCUMENTS = 'documents'
/** The folder beside a target's documents for what the importer fetched itself: its upload starts no import. */
const FETCHED = 'fetched/'
export const OPTIONS_FILE = 'import.json'

/** `documents/{organisationId}/{connectorId}/{version}/…`: where a document is, and what it is imported into. */
export type DocumentKey = {
  readonly target: Target
  /** The key up to and with the slash behind the version. */
  readonly prefix: string
  /** The rest: the file's name seen from the prefix. */
  readonly file: string
}

/** Takes a key apart; undefined where it does not follow the form. */
export function parseDocumentKey(key: string): DocumentKey | undefined {
  const [root, organisationId, connectorId, version, ...rest] = key.split('/')
  const file = rest.join('/')
  if (!organisationId || !connectorId || !version || file === '' || file.endsWith('/')) return undefined
  // A URL takes dots for steps, so the platform can have nothing of such a name.
  if (root !== DOCUMENTS || [organisationId, connectorId, version].some(name => /^\.\.?$/.test(name))) return undefined
  const target = { organisationId, connectorId, version }
  return { target, prefix: documentPrefix(target), file }
}

export function documentPrefix({ organisationId, connectorId, version }: Target): string {
  return `${DOCUMENTS}/${organisationId}/${connectorId}/${version}/`
}

/** Where a document that is fetched from a URL is kept: under the file's name in the URL, where that is a plain one. */
export function fetchedKey(target: Target, url: string): string {
  const name = URL.parse(url)?.pathname.split('/').pop() ?? ''
  return `${documentPrefix(target)}${FETCHED}${/^[\w-][\w.-]{0,99}$/.test(name) ? name : 'openapi'}`
}

/** Whether the importer put a file there itself; `file` as `parseDocumentKey` gives it. */
export function isFetched(file: string): boolean {
  return file.startsWith(FETCHED)
}

/** Where an import keeps what it makes; a part of it that begins anew has a folder of its own. */
export function importKeys(importId: string, part = '') {
  const at = (name: string): string => `imports/${importId}/${part}${name}`
  return {
    plan: at('plan.json.gz'),
    changes: at('changes.json.gz'),
    definitions: (request: number): string => at(`definitions/${request}.json.gz`),
    /** By the number of the first action in the batch. */
    actions: (first: number): string => at(`actions/${first}.json.gz`),
    removals: at('removals.json.gz'),
    report: `imports/${importId}/report.json`,
    page: `imports/${importId}/report.html`,
  }
}
