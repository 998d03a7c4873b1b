import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'

/** The dialects that differ in how they are read; every patch version of one reads alike. */
export type Dialect = '2.0' | '3.0' | '3.1' | '3.2'

export type Specification =
  | { readonly ok: true; readonly dialect: Dialect; readonly version: string; readonly document: Mapping }
  | { readonly ok: false; readonly problem: Diagnostic }

/** Whether a parsed file says of itself that it is the root of an OpenAPI document. */
export function isRoot(value: unknown): boolean {
  return isMapping(value) && (getOwn(value, 'openapi') !== undefined || getOwn(value, 'swagger') !== undefined)
}

/** OpenAPI Object, field `openapi` (3.x) or `swagger` (2.0): which specification a document follows. */
export function specificationOf(value: unknown, file: string): Specification {
  const fail = (code: string, message: string, key = ''): Specification => ({
    ok: false,
    problem: { severity: 'error', code, message, pointer: `${file}#${key}` },
  })
  if (!isMapping(value) || !isRoot(value))
    return fail(
      'not-openapi',
      'This is no OpenAPI document: it has neither an "openapi" nor a "swagger" field. Upload the root of the document.',
    )
  const key = getOwn(value, 'openapi') === undefined ? 'swagger' : 'openapi'
  const declared = getOwn(value, key)
  const version = typeof declared === 'number' ? numeral(declared) : typeof declared === 'string' ? declared.trim() : ''
  const dialect = key === 'swagger' ? (/^2(\.0)*$/.test(version) ? '2.0' : undefined) : dialectOf(version)
  if (dialect === undefined)
    return fail(
      'unsupported-version',
      `OpenAPI ${version === '' ? quote(declared) : quote(version).slice(1, -1)} is not supported; convert the document to 2.0, 3.0, 3.1 or 3.2.`,
      `/${key}`,
    )
  return { ok: true, dialect, version, document: value }
}

const dialectOf = (version: string): Dialect | undefined => {
  const minor = /^3\.([012])(\.|-|$)/.exec(version)?.[1]
  return minor === undefined ? undefined : (`3.${minor}` as Dialect)
}

/** YAML reads an unquoted 3.0 as the number 3. */
const numeral = (version: number): string => (Number.isInteger(version) ? `${version}.0` : String(version))
