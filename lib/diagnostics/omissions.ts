import { child, type Located, type Location } from '../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../json/mapping.ts'
import type { Diagnostic } from './diagnostic.ts'
import {
  callbacksNotImported,
  linksNotImported,
  responseHeadersNotImported,
  schemaDocsNotImported,
  securityNotImported,
  xMsPathsNotImported,
} from './kinds/omissions.ts'
import { diagnostic } from './report.ts'

const KINDS = {
  'callbacks-not-imported': callbacksNotImported,
  'links-not-imported': linksNotImported,
  'response-headers-not-imported': responseHeadersNotImported,
  'schema-docs-not-imported': schemaDocsNotImported,
  'x-ms-paths-not-imported': xMsPathsNotImported,
  'security-not-imported': securityNotImported,
} as const

/** Codes of parts that are reported once for a document. */
export type OmissionCode = keyof typeof KINDS

/** Number of parts that are not imported and the location of the first, by code. */
export type Omissions = Map<OmissionCode, { count: number; readonly first: Location }>

/** Counts the members of a field that is not imported, an object or an array; other values have none. */
export function omitField(omissions: Omissions, code: OmissionCode, owner: Located<Mapping>, field: string): void {
  const value = getOwn(owner.value, field)
  if (value === undefined) return
  const count = Array.isArray(value) ? value.length : isMapping(value) ? Object.keys(value).length : 0
  if (count > 0) countOmission(omissions, code, child(owner.at, field), count)
}

/** Adds `count` parts, of which the first is at `at`. */
export function countOmission(omissions: Omissions, code: OmissionCode, at: Location, count: number): void {
  const known = omissions.get(code)
  if (known === undefined) omissions.set(code, { count, first: at })
  else known.count += count
}

/** Returns one diagnostic for each code. */
export function omissionDiagnostics(omissions: Omissions): Diagnostic[] {
  return [...omissions].map(([code, { count, first }]) => diagnostic(KINDS[code].omitted(count), first))
}
