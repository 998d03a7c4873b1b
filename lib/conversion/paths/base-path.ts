import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { pathLiteralBraces, serverGuessed } from '../../diagnostics/kinds/paths.ts'
import { report } from '../../diagnostics/report.ts'
import type { Location } from '../../json/location.ts'
import type { Server } from '../../openapi/objects/model.ts'
import { fillVariables } from '../../openapi/objects/server.ts'
import { literalPath } from './path-template.ts'
import { matchesHost, restOfPath, type SplitUrl, splitUrl } from './server-url.ts'

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

/**
 * Compares servers with the base URL. Paths are appended to a server's URL; a relative URL is on the document's host.
 * A server's URL with its defaults is compared first, then one with variables.
 * `isRoot`: the server "/" is the base URL itself, not the root of its host.
 * @see https://spec.openapis.org/oas/v3.1.1.html#server-object
 */
export function matchServers(servers: readonly Server[], baseUrl: string, isRoot: boolean): BasePath {
  const base = splitBase(baseUrl)
  let first: BasePath | undefined
  for (const { url } of servers) {
    const compared = compare(splitUrl(url, base.host), base, url, isRoot)
    if (compared.kind === 'same') return compared
    first = closer(first, compared)
  }
  for (const server of servers) {
    const compared = compareVariables(server, base)
    if (compared?.kind === 'same') return compared
    if (compared !== undefined) first = closer(first, compared)
  }
  return first ?? { kind: 'same', prefix: '' }
}

const closer = (first: BasePath | undefined, other: BasePath): BasePath =>
  first === undefined || (first.kind === 'other-host' && other.kind === 'other-path') ? other : first

/** Splits a base URL; a variable at its start is the host. */
const splitBase = (url: string): SplitUrl =>
  splitUrl(/^\s*\{[^/]*(?:\/(?!\/)|$)/.test(url) ? `//${url}` : url, undefined)

/** Compares a server with the base URL if one of them has variables; undefined if neither has. */
const compareVariables = ({ url, template = url, variables }: Server, base: SplitUrl): BasePath | undefined => {
  if (!template.includes('{') && !base.host?.includes('{') && !base.path.includes('{')) return undefined
  const filled = splitUrl(url, base.host)
  const written = splitUrl(template, base.host)
  const isSameHost =
    base.host === undefined ||
    written.host === undefined ||
    filled.host === base.host ||
    matchesHost(written.host, base.host, variables)
  if (!isSameHost) return { kind: 'other-host', server: url }
  const rest = restOfPath(filled.path, base.path, variables) ?? restOfPath(written.path, base.path, variables)
  if (rest === undefined) return { kind: 'other-path', server: url }
  return same(fillVariables(rest, variables ?? new Map()), written, url, false)
}

/** Reports assumptions about the servers, and changes of their path. */
export function reportGuess(problems: Diagnostic[], basePath: BasePath, at: Location): void {
  if (basePath.kind !== 'same') return
  if (basePath.guess !== undefined) report(problems, basePath.guess, at)
  if (basePath.hasBraces) report(problems, pathLiteralBraces.server(), at)
}

/** User name and password of a URL, with or without a scheme. */
const USER_INFO = /(\/\/|^)[^/?#]*@/

/** Tests if a URL has a user name or a password. */
export function hasUserInfo(url: string): boolean {
  return USER_INFO.test(url)
}

/** Removes user name, password, query and fragment from a URL, since they may be secret. */
export function withoutCredentials(url: string): string {
  return url.replace(USER_INFO, '$1').replace(/[?#].*$/s, '')
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
