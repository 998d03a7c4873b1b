import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { pathLiteralBraces, serverGuessed } from '../../diagnostics/kinds/paths.ts'
import { report } from '../../diagnostics/report.ts'
import type { Location } from '../../json/location.ts'
import type { Server } from '../../openapi/objects/model.ts'
import { literalPath } from './path-template.ts'

/** Relation of an operation's servers to the connector's base URL. */
export type BasePath =
  | {
      readonly kind: 'same'
      /** Part of the server's path that is not in the base URL; a prefix of each path, usually empty. */
      readonly prefix: string
      /** The server is "/", and the base URL, with any path, is its URL. */
      readonly isRoot?: true
      /** Assumption about a server's URL that is not complete. */
      readonly guess?: DiagnosticEntry
      /** Literal braces in the prefix were percent-encoded. */
      readonly hasBraces?: true
    }
  | { readonly kind: 'other-host' | 'other-path'; readonly server: string }

/** Base URL of the connector, if known, and the prefix of every path of the document. */
export type Base = {
  readonly url: string | undefined
  readonly prefix: string
  /** The base URL is that of the document's server "/", and so of an operation's server "/". */
  readonly isRoot: boolean
}

/**
 * Compares servers with the base URL. Paths are appended to a server's URL; a relative URL is on the document's host.
 * `isRoot`: the server "/" is the base URL itself, not the root of its host.
 * @see https://spec.openapis.org/oas/v3.1.1.html#server-object
 */
export function matchServers(servers: readonly Server[], baseUrl: string, isRoot: boolean): BasePath {
  const base = splitUrl(baseUrl, undefined)
  let first: BasePath | undefined
  for (const { url } of servers) {
    const compared = compare(splitUrl(url, base.host), base, url, isRoot)
    if (compared.kind === 'same') return compared
    if (first === undefined || (first.kind === 'other-host' && compared.kind === 'other-path')) first = compared
  }
  return first ?? { kind: 'same', prefix: '' }
}

/** Reports assumptions about the servers, and changes of their path. */
export function reportGuess(problems: Diagnostic[], basePath: BasePath, at: Location): void {
  if (basePath.kind !== 'same') return
  if (basePath.guess !== undefined) report(problems, basePath.guess, at)
  if (basePath.hasBraces) report(problems, pathLiteralBraces.server(), at)
}

/** Removes user name, password, query and fragment from a URL, since they may be secret. */
export function withoutCredentials(url: string): string {
  return url.replace(/(\/\/|^)[^/?#]*@/, '$1').replace(/[?#].*$/s, '')
}

type SplitUrl = {
  readonly host: string | undefined
  readonly path: string
  readonly form: 'url' | 'no-scheme' | 'relative'
}

/** Splits a URL. One that begins with `baseHost` has no scheme; by RFC 3986 it would be a relative path. */
const splitUrl = (url: string, baseHost: string | undefined): SplitUrl => {
  const match = /^((?:[a-z][a-z0-9+.-]*:)?\/\/)?([^/?#]*)([^?#]*)/i.exec(url.trim())
  const [, start, authority = '', rest = ''] = match ?? []
  const host = hostOf(authority)
  if (start !== undefined) return { host, path: withoutDots(rest), form: 'url' }
  // An empty URL is the document's own URL (RFC 3986 section 4.4).
  if (authority === '') return { host: undefined, path: withoutDots(rest), form: rest === '' ? 'relative' : 'url' }
  if (host === baseHost) return { host, path: withoutDots(rest), form: 'no-scheme' }
  return { host: undefined, path: withoutDots(`/${authority}${rest}`), form: 'relative' }
}

const hostOf = (authority: string): string =>
  authority
    .toLowerCase()
    .replace(/^.*@/, '')
    .replace(/:(80|443)$/, '')

/**
 * Removes dot segments, and slashes at the end.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4
 */
const withoutDots = (path: string): string => {
  const kept: string[] = []
  for (const segment of path.split('/').slice(1)) {
    if (segment === '..') kept.pop()
    else if (segment !== '.') kept.push(segment)
  }
  while (kept.at(-1) === '') kept.pop()
  return kept.map(segment => `/${segment}`).join('')
}

const compare = (server: SplitUrl, base: SplitUrl, url: string, isRoot: boolean): BasePath => {
  if (server.host !== undefined && base.host !== undefined && server.host !== base.host)
    return { kind: 'other-host', server: url }
  if (server.path === base.path) return same('', server, url, isRoot)
  if (isRoot && server.host === undefined && server.path === '') return { kind: 'same', prefix: '', isRoot }
  return server.path.startsWith(`${base.path}/`)
    ? same(server.path.slice(base.path.length), server, url, isRoot)
    : { kind: 'other-path', server: url }
}

const same = (path: string, server: SplitUrl, url: string, isRoot: boolean): BasePath => {
  const guess = guessOf(path, server, url, isRoot)
  return {
    kind: 'same',
    prefix: literalPath(path),
    ...(guess !== undefined && { guess }),
    ...(/[{}]/.test(path) && { hasBraces: true }),
  }
}

const guessOf = (
  path: string,
  { form, path: whole }: SplitUrl,
  url: string,
  isRoot: boolean,
): DiagnosticEntry | undefined => {
  if (form === 'url') return undefined
  if (form === 'no-scheme') return serverGuessed.noScheme(withoutCredentials(url))
  // No assumption if the base URL has the same path; but a root that is not the base URL is assumed.
  if (path === '' && (whole !== '' || isRoot)) return undefined
  return serverGuessed.relative(withoutCredentials(url))
}
