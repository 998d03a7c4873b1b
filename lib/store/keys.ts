import * as v from 'valibot'
import { Target } from '../request/target.ts'

export const DOCUMENTS = 'documents'
/** Root of the documents of local dry runs. The schedule does not look there, so a dry run changes no later import. */
const DRY_RUNS = 'dry-runs'
/** Folder in a target's prefix for files that the importer fetched. Writing to it starts no import. */
const FETCHED = 'fetched/'
export const OPTIONS_FILE = 'import.json'

/** Parts of the key of a document, `documents/{organisationId}/{connectorId}/{version}/{file}`; of a local dry run, `dry-runs/…`. */
export type DocumentKey = {
  readonly target: Target
  /** Key up to the slash after the version. */
  readonly prefix: string
  /** File name relative to the prefix. */
  readonly file: string
}

/** Parses the key of a document; undefined if it does not have the expected form, or an id in it is not valid. */
export function parseDocumentKey(key: string): DocumentKey | undefined {
  const [root, organisationId, connectorId, version, ...rest] = key.split('/')
  const file = rest.join('/')
  if ((root !== DOCUMENTS && root !== DRY_RUNS) || file === '' || file.endsWith('/')) return undefined
  const target = v.safeParse(Target, { organisationId, connectorId, version })
  return target.success ? { target: target.output, prefix: prefixIn(root, target.output), file } : undefined
}

/** Returns the prefix of all documents of a target. */
export function documentPrefix(target: Target): string {
  return prefixIn(DOCUMENTS, target)
}

/** Returns the prefix of the document of a target's local dry run. */
export function dryRunPrefix(target: Target): string {
  return prefixIn(DRY_RUNS, target)
}

/** Tests if the document at this key is that of a local dry run. */
export function isDryRunKey(key: string): boolean {
  return key.startsWith(`${DRY_RUNS}/`)
}

const prefixIn = (root: string, { organisationId, connectorId, version }: Target): string =>
  `${root}/${organisationId}/${connectorId}/${version}/`

/** Returns the key for a document fetched from a URL. It has the file name of the URL if that is a safe one. */
export function fetchedKey(target: Target, url: string): string {
  const name = URL.parse(url)?.pathname.split('/').pop() ?? ''
  return `${documentPrefix(target)}${FETCHED}${/^[\w-][\w.-]{0,99}$/.test(name) ? name : 'openapi'}`
}

/** Tests if the importer has fetched this file. @param file name relative to the prefix, from `parseDocumentKey` */
export function isFetched(file: string): boolean {
  return file.startsWith(FETCHED)
}

/** Tests if a file is an overlay by its name: `overlay.yaml`, `NAME.overlay.yaml`, also with `.yml` or `.json`. */
export function isOverlay(file: string): boolean {
  return /(?:^|[/.])overlay\.(?:ya?ml|json)$/i.test(file)
}

/**
 * Returns the keys of an import's artifacts.
 * @param folder separates the artifacts of a version that the import starts over for, such as `v1-r2/`
 */
export function importKeys(importId: string, folder = '') {
  const keyOf = (name: string): string => `imports/${importId}/${folder}${name}`
  return {
    plan: keyOf('plan.json.gz'),
    changes: keyOf('changes.json.gz'),
    /** Part of the version that the plan is compared with. @param piece number of the step that read it */
    platform: (piece: number): string => keyOf(`platform/${piece}.json.gz`),
    definitions: (request: number): string => keyOf(`definitions/${request}.json.gz`),
    /** @param first index of the first action of the batch */
    actions: (first: number): string => keyOf(`actions/${first}.json.gz`),
    /** @param first index of the first trigger of the batch */
    triggers: (first: number): string => keyOf(`triggers/${first}.json.gz`),
    /** @param first index of the first unit of the batch */
    removals: (first: number): string => keyOf(`removals/${first}.json.gz`),
    /** Result of the creation of the connector, or the connector that the request names. */
    connector: `imports/${importId}/connector.json.gz`,
    authSchemes: `imports/${importId}/auth-schemes.json.gz`,
    report: `imports/${importId}/report.json`,
    /** Markdown; only of a re-import that changes something. */
    changelog: `imports/${importId}/changelog.md`,
    page: `imports/${importId}/report.html`,
  }
}
