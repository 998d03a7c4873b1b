import type { Target } from '../request/target.ts'

/** Where the platform serves the schemas of definitions, whatever address its API is reached at. */
const PLATFORM_ORIGIN = 'https://platform.versori.com'

/**
 * The address of the Connect API without a slash at its end.
 * @throws TypeError where it is not an http(s) URL or has credentials, a query or a fragment.
 */
export function parseBaseUrl(text: string): string {
  const url = URL.parse(text)
  const isPlain = url && /^https?:$/.test(url.protocol) && url.username + url.password + url.search + url.hash === ''
  // The text is not quoted: it may hold credentials.
  if (!isPlain)
    throw new TypeError(
      'CONNECT_API_URL must be an http(s) URL without credentials, query or fragment, such as https://platform.versori.com/api/connect/v1.',
    )
  return url.href.replace(/\/+$/, '')
}

export function isBaseUrl(text: string): boolean {
  try {
    return parseBaseUrl(text) !== ''
  } catch {
    return false
  }
}

export type Urls = {
  readonly connector: URL
  readonly versions: URL
  readonly version: (...segments: readonly string[]) => URL
  readonly namedVersion: (name: string) => URL
  /** Where a definition's schema is fetched from; undefined where the token must not be sent there. */
  readonly schema: (url: string) => URL | undefined
}

/** The resources of one target; each segment is percent-encoded. */
export function createUrls(baseUrl: string, { organisationId, connectorId, version }: Target): Urls {
  const base = parseBaseUrl(baseUrl)
  const at = (...segments: readonly string[]) => new URL(`${base}/${segments.map(encodeSegment).join('/')}`)
  const connector = ['o', organisationId, 'connectors', connectorId]
  return {
    connector: at(...connector),
    versions: at(...connector, 'versions'),
    version: (...segments) => at(...connector, 'versions', version, ...segments),
    namedVersion: name => at(...connector, 'versions', name),
    schema: text => {
      const url = URL.parse(text, base)
      return url && [new URL(base).origin, PLATFORM_ORIGIN].includes(url.origin) ? url : undefined
    },
  }
}

// A URL parser takes "." and ".." for steps, also percent-encoded: there is no way to name such a resource.
const encodeSegment = (segment: string): string => {
  if (segment === '' || segment === '.' || segment === '..')
    throw new TypeError(
      `${JSON.stringify(segment)} cannot be part of an address of the platform: use another name or id.`,
    )
  return encodeURIComponent(segment)
}

export function withQuery(url: URL, query: Readonly<Record<string, string | undefined>>): URL {
  const copy = new URL(url)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) copy.searchParams.set(name, value)
  return copy
}
