import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { notOpenapi, unsupportedVersion } from '../../diagnostics/kinds/file.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'

/** Versions of OpenAPI that are read differently; all patch versions of one are read the same way. */
export type Dialect = '2.0' | '3.0' | '3.1' | '3.2'

/** Version of a document, or the reason why it is not supported. */
export type Specification =
  | { readonly ok: true; readonly dialect: Dialect; readonly version: string; readonly document: Mapping }
  | { readonly ok: false; readonly problem: Diagnostic }

/** Returns true if a parsed file is the root of an OpenAPI document. */
export function isRoot(value: unknown): boolean {
  return isMapping(value) && (getOwn(value, 'openapi') !== undefined || getOwn(value, 'swagger') !== undefined)
}

/**
 * Reads the version of a document from `openapi` (3.x) or `swagger` (2.0).
 * @see https://spec.openapis.org/oas/v3.2.0.html#openapi-object
 * @see https://spec.openapis.org/oas/v2.0.html#swagger-object
 */
export function specificationOf(value: unknown, file: string): Specification {
  const fail = (entry: DiagnosticEntry, key = ''): Specification => ({
    ok: false,
    problem: diagnostic(entry, `${file}#${key}`),
  })
  if (!isMapping(value) || !isRoot(value)) return fail(notOpenapi.noVersion())
  const key = getOwn(value, 'openapi') === undefined ? 'swagger' : 'openapi'
  const declared = getOwn(value, key)
  const version = typeof declared === 'number' ? numeral(declared) : typeof declared === 'string' ? declared.trim() : ''
  const dialect = key === 'swagger' ? (/^2(\.0)*$/.test(version) ? '2.0' : undefined) : dialectOf(version)
  if (dialect === undefined)
    return fail(unsupportedVersion.version(version === '' ? quote(declared) : quote(version).slice(1, -1)), `/${key}`)
  return { ok: true, dialect, version, document: value }
}

const dialectOf = (version: string): Dialect | undefined => {
  const minor = /^3\.([012])(\.|-|$)/.exec(version)?.[1]
  return minor === undefined ? undefined : (`3.${minor}` as Dialect)
}

/** Formats a number as a version: YAML parses an unquoted 3.0 as the number 3. */
const numeral = (version: number): string => (Number.isInteger(version) ? `${version}.0` : String(version))
