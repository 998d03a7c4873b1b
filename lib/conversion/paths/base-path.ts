import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { pathLiteralBraces, serverGuessed } from '../../diagnostics/kinds/paths.ts'
import { report } from '../../diagnostics/report.ts'
import type { Location } from '../../json/location.ts'
import type { Server } from '../../openapi/objects/model.ts'
import { literalPath } from './path-template.ts'

/** How an operation's servers relate to the connector's one base URL. */
export type BasePath =
  | {
      readonly kind: 'same'
      /** The part of the server's path that the base URL lacks goes in front of each path; usually empty. */
      readonly prefix: string
      /** The server is "/", which the base URL, with whatever path, stands for. */
      readonly isRoot?: true
      /** Assumption about a server's URL that is not complete. */
      readonly guess?: DiagnosticEntry
      /** Braces in the prefix, which are no placeholder, were percent-encoded. */
      readonly hasBraces?: true
    }
  | { readonly kind: 'other-host' | 'other-path'; readonly server: string }

/** The connector's base URL, where it is known, and what every path of the document needs in front of it. */
export type Base = {
  readonly url: string | undefined
  readonly prefix: string
  /** The base URL stands for the document's server "/", and so for an operation's. */
  readonly isRoot: boolean
}

/**
 * Server Object: URLs are joined to paths by appending, and relative ones belong to the host of the document. `isRoot`:
 * whether "/" is the base URL, or else the root of its host.
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

/** Tells what was assumed of the servers, and what of their path was not kept as it is. */
export function reportGuess(problems: Diagnostic[], basePath: BasePath, at: Location): void {
  if (basePath.kind !== 'same') return
  if (basePath.guess !== undefined) report(problems, basePath.guess, at)
  if (basePath.hasBraces) report(problems, pathLiteralBraces.server(), at)
}

/** A URL as it may be told: without a name and password in front of its host, and without a query, which may hold a key. */
export function withoutCredentials(url: string): string {
  return url.replace(/(\/\/|^)[^/?#]*@/, '$1').replace(/[?#].*$/s, '')
}

type SplitUrl = {
  readonly host: string | undefined
  readonly path: string
  readonly form: 'url' | 'no-scheme' | 'relative'
}

/** `baseHost` tells a URL without its scheme, by RFC 3986 a relative path, from a relative path that is meant. */
const splitUrl = (url: string, baseHost: string | undefined): SplitUrl => {
  const match = /^((?:[a-z][a-z0-9+.-]*:)?\/\/)?([^/?#]*)([^?#]*)/i.exec(url.trim())
  const [, start, authority = '', rest = ''] = match ?? []
  const host = hostOf(authority)
  if (start !== undefined) return { host, path: withoutDots(rest), form: 'url' }
  // An empty one is the document's own URL (RFC 3986 section 4.4).
  if (authority === '') return { host: undefined, path: withoutDots(rest), form: rest === '' ? 'relative' : 'url' }
  if (host === baseHost) return { host, path: withoutDots(rest), form: 'no-scheme' }
  return { host: undefined, path: withoutDots(`/${authority}${rest}`), form: 'relative' }
}

const hostOf = (authority: string): string =>
  authority
    .toLowerCase()
    .replace(/^.*@/, '')
    .replace(/:(80|443)$/, '')

/** RFC 3986 section 5.2.4, from the root of the host, and without a slash at the end. */
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

const guessOf = (path: string, { form, path: whole }: SplitUrl, url: string, isRoot: boolean): DiagnosticEntry | undefined => {
  if (form === 'url') return undefined
  if (form === 'no-scheme') return serverGuessed.noScheme(withoutCredentials(url))
  // Where the connector's base URL says the same, nothing is guessed; but a root that it does not stand for is.
  if (path === '' && (whole !== '' || isRoot)) return undefined
  return serverGuessed.relative(withoutCredentials(url))
}
