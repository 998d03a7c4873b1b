import type { Server } from '../../openapi/objects/model.ts'

/** URL of a server, split. */
export type SplitUrl = {
  /** Host with its port; undefined if the URL is relative. */
  readonly host: string | undefined
  /** Begins with a slash, unless it is empty, and does not end with one. */
  readonly path: string
  readonly form: 'url' | 'no-scheme' | 'relative'
}

/** Splits a URL. One that begins with `baseHost` has no scheme; by RFC 3986 it would be a relative path. */
export function splitUrl(url: string, baseHost: string | undefined): SplitUrl {
  const match = /^((?:[a-z][a-z0-9+.-]*:|\{[^{}]*\}:)?\/\/)?([^/?#]*)([^?#]*)/i.exec(url.trim())
  const [, start, authority = '', rest = ''] = match ?? []
  const host = hostOf(authority)
  if (start !== undefined) return { host, path: withoutDots(rest), form: 'url' }
  // An empty URL is the document's own URL (RFC 3986 section 4.4).
  if (authority === '') return { host: undefined, path: withoutDots(rest), form: rest === '' ? 'relative' : 'url' }
  if (host === baseHost) return { host, path: withoutDots(rest), form: 'no-scheme' }
  return { host: undefined, path: withoutDots(`/${authority}${rest}`), form: 'relative' }
}

/** Adds the scheme https to a URL that begins with `//` and a host. */
export function withScheme(url: string): string {
  return /^\/\/[^/?#]/.test(url) ? `https:${url}` : url
}

/** Names of variables keep their case. */
const hostOf = (authority: string): string =>
  authority
    .replaceAll(/(\{[^{}]*\})|[^{}]+/g, (text, variable: string | undefined) => variable ?? text.toLowerCase())
    .replace(/^.*@/, '')
    .replace(/:(80|443)$/, '')

/**
 * Removes dot segments, and further slashes at the start and at the end.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4
 */
const withoutDots = (path: string): string => {
  const kept: string[] = []
  for (const segment of path.split('/').slice(1)) {
    if (segment === '..') kept.pop()
    // Host and path have one slash between them.
    else if (segment !== '.' && (segment !== '' || kept.length > 0)) kept.push(segment)
  }
  while (kept.at(-1) === '') kept.pop()
  return kept.map(segment => `/${segment}`).join('')
}

type Variables = NonNullable<Server['variables']>
const NO_VARIABLES: Variables = new Map()

/** Variable of a server (`{x}`) or of a connection (`{{x}}`, `{{ conn.x }}`, `{{ .conn.x }}`). */
const VARIABLE = /(\{\{[^{}]*\}\}|\{[^{}]*\})/

/**
 * Compares hosts with variables. A variable has one label of the host, unless it is the whole host; a variable with
 * allowed values has one of them.
 */
export function matchesHost(server: string, base: string, variables: Variables = NO_VARIABLES): boolean {
  if (!VARIABLE.test(server) && !VARIABLE.test(base)) return server === base
  return matchesPart(server, base, '.', variables) || matchesParts(server.split('.'), base.split('.'), '.', variables)
}

/**
 * Removes the base URL's path from the start of a server's path, with variables in either.
 * Returns the rest; undefined if the paths differ.
 */
export function restOfPath(server: string, base: string, variables: Variables = NO_VARIABLES): string | undefined {
  const segments = server.split('/')
  const count = base.split('/').length
  return matchesParts(segments.slice(0, count), base.split('/'), '/', variables)
    ? segments
        .slice(count)
        .map(segment => `/${segment}`)
        .join('')
    : undefined
}

const matchesParts = (
  server: readonly string[],
  base: readonly string[],
  delimiter: string,
  variables: Variables,
): boolean =>
  server.length === base.length && server.every((part, i) => matchesPart(part, base[i] ?? '', delimiter, variables))

/** Returns true if the value of one part can be the other, in either direction. */
const matchesPart = (server: string, base: string, delimiter: string, variables: Variables): boolean =>
  server === base ||
  patternOf(server, delimiter, variables).test(base) ||
  patternOf(base, delimiter, NO_VARIABLES).test(server)

/** More variables in one part of a URL are not compared, since the time to match them grows with every one. */
const MAX_VARIABLES = 4

const NOTHING = /(?!)/

const patternOf = (text: string, delimiter: string, variables: Variables): RegExp => {
  const parts = text.split(VARIABLE)
  if (parts.length > 2 * MAX_VARIABLES + 1) return NOTHING
  const isWhole = parts.length === 3 && parts[0] === '' && parts[2] === ''
  const source = parts.map((part, i) => {
    if (i % 2 === 0) return escapeRegExp(part)
    const { value = '', allowed = [] } = variables.get(part.slice(1, -1)) ?? {}
    const any = isWhole || value.includes(delimiter) ? '.+' : `[^${delimiter}]+`
    if (allowed.length === 0) return any
    // A variable of the base URL may have any of the allowed values.
    return `(?:${[...allowed.map(escapeRegExp), escapeRegExp(value), VARIABLE.source].join('|')})`
  })
  return new RegExp(`^${source.join('')}$`, delimiter === '.' ? 'is' : 's')
}

const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
