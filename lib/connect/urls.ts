import type { Target } from '../request/target.ts'

/** Origin of the platform; also of the schemas of definitions if the API has another origin. */
export const PLATFORM_ORIGIN = 'https://platform.versori.com'

/** Path of the Connect API on the platform. */
export const API_PATH = '/api/connect/v1'

/**
 * Parses the base URL of the Connect API, and removes trailing slashes.
 * @throws TypeError unless it is an http(s) URL without credentials, query and fragment
 */
export function parseBaseUrl(text: string): string {
  const url = URL.parse(text)
  const isPlain = url && /^https?:$/.test(url.protocol) && url.username + url.password + url.search + url.hash === ''
  // Not quoted, because it can contain credentials.
  if (!isPlain)
    throw new TypeError(
      `CONNECT_API_URL must be an http(s) URL without credentials, query or fragment, such as ${PLATFORM_ORIGIN}${API_PATH}.`,
    )
  return url.href.replace(/\/+$/, '')
}

/** Tests if `parseBaseUrl` accepts a URL. */
export function isBaseUrl(text: string): boolean {
  try {
    return parseBaseUrl(text) !== ''
  } catch {
    return false
  }
}

/** URLs of one target. */
export type Urls = {
  /** Connectors of the organisation. */
  readonly connectors: URL
  readonly httpConnectors: URL
  /** @param id default: the target's connector */
  readonly connector: (id?: string) => URL
  readonly authScheme: (id: string) => URL
  readonly versions: URL
  readonly version: (...segments: readonly string[]) => URL
  readonly namedVersion: (name: string) => URL
  /** Resolves the URL of a definition's schema; undefined for an origin that must not receive the token. */
  readonly schema: (url: string) => URL | undefined
  /** Returns the API's own route for the schema at such a URL; undefined if it is that route already. */
  readonly schemaRoute: (url: URL) => URL | undefined
}

/**
 * Creates the URLs of a target. Each path segment is percent-encoded.
 * @throws TypeError if `baseUrl` or a segment is invalid
 */
export function createUrls(baseUrl: string, { organisationId, connectorId, version }: Target): Urls {
  const base = parseBaseUrl(baseUrl)
  const urlOf = (...segments: readonly string[]) => new URL(`${base}/${segments.map(encodeSegment).join('/')}`)
  const connector = ['o', organisationId, 'connectors', connectorId]
  return {
    connectors: urlOf('o', organisationId, 'connectors'),
    httpConnectors: urlOf('o', organisationId, 'protocols', 'http', 'connectors'),
    connector: (id = connectorId) => urlOf('o', organisationId, 'connectors', id),
    authScheme: id => urlOf(...connector, 'auth-scheme-configs', id),
    versions: urlOf(...connector, 'versions'),
    version: (...segments) => urlOf(...connector, 'versions', version, ...segments),
    namedVersion: name => urlOf(...connector, 'versions', name),
    schema: text => {
      const url = URL.parse(text, base)
      return url && [new URL(base).origin, PLATFORM_ORIGIN].includes(url.origin) ? url : undefined
    },
    schemaRoute: ({ href, pathname }) => {
      const file = pathname.slice(pathname.lastIndexOf('/') + 1)
      const route = new URL(`${urlOf('o', organisationId, 'schemas', connectorId, version)}/${file}`)
      return file === '' || route.href === href ? undefined : route
    },
  }
}

// URL parsers resolve dot segments, even percent-encoded ones, so such a resource can't be addressed.
const encodeSegment = (segment: string): string => {
  if (segment === '' || segment === '.' || segment === '..')
    throw new TypeError(`${JSON.stringify(segment)} can't be part of a URL of the platform. Use another name or id.`)
  return encodeURIComponent(segment)
}

/** Returns the URL with these query parameters; undefined ones are omitted. */
export function withQuery(url: URL, query: Readonly<Record<string, string | undefined>>): URL {
  const copy = new URL(url)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) copy.searchParams.set(name, value)
  return copy
}
