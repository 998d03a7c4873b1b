import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { createAgents } from './agents.ts'
import { exchange, HttpError, type HttpLimits } from './exchange.ts'
import { createAddressCheck } from './public-address.ts'

export type WebOptions = {
  /** Tests if a host, in lower case, may be requested. */
  readonly isAllowedHost: (host: string) => boolean
  /** Size limit of a response, in bytes. */
  readonly maxBytes: number
  /** Timeout of one fetch with its redirects, in milliseconds (default 30,000). */
  readonly timeoutMs?: number
  /** Tests if an IP address may be connected to (default: public addresses). */
  readonly isAllowedAddress?: (address: string) => boolean
  /** Allowed protocols (default `https:`). */
  readonly protocols?: readonly string[]
}

/** Result of a fetch. `unchanged`: the server answered with status 304. */
export type Fetched =
  | { readonly kind: 'found'; readonly bytes: Uint8Array; readonly etag?: string; readonly lastModified?: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly reason: string }

type Redirect = { readonly kind: 'redirect'; readonly url: URL }

/** Validators of the stored file, for a conditional request. @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1 */
export type Conditions = { readonly etag?: string; readonly lastModified?: string }

const MAX_REDIRECTS = 5
/** Per origin. */
const CONNECTIONS = 16

/**
 * Creates the client that fetches files from public servers. The IP address is checked after the DNS lookup, for the
 * connection that uses it, and again for every redirect, so that neither a document nor a name server can make it
 * request an internal server.
 */
export function createWeb(options: WebOptions) {
  const { maxBytes, timeoutMs = 30_000, isAllowedAddress = createAddressCheck(), protocols = ['https:'] } = options

  const guardedLookup: LookupFunction = (host, settings, callback) => {
    lookup(host, { ...settings, all: true }, (error, addresses) => {
      if (error) return callback(error, '')
      const denied = addresses.find(({ address }) => !isAllowedAddress(address))
      if (denied !== undefined) return callback(new Error(`${host} has the private address ${denied.address}`), '')
      const [first] = addresses
      if (settings.all) return callback(null, addresses)
      return callback(null, first?.address ?? '', first?.family)
    })
  }
  const agents = createAgents({ connections: CONNECTIONS, lookup: guardedLookup })

  const refusalOf = (url: URL): string | undefined => {
    if (!protocols.includes(url.protocol)) return `${url.protocol}// is not supported, only https`
    if (url.username !== '' || url.password !== '') return 'URLs with credentials are not supported'
    const host = url.hostname.toLowerCase()
    if (!options.isAllowedHost(host)) return `the host ${host} is not allowed`
    const bare = host.replace(/^\[|\]$/g, '')
    // An IP address in the URL is not looked up, so guardedLookup does not check it.
    return isIP(bare) !== 0 && !isAllowedAddress(bare) ? `${host} is a private address` : undefined
  }

  /** Requests one URL, without following a redirect. */
  const request = async (url: URL, conditions: Conditions, milliseconds: number): Promise<Fetched | Redirect> => {
    const refused = refusalOf(url)
    if (refused !== undefined) return { kind: 'failed', reason: refused }
    const get = { method: 'GET', url, headers: headersOf(conditions) }
    const { status, headers, body } = await exchange(agents, get, limitsOf(milliseconds, maxBytes))
    const { location, etag, 'last-modified': lastModified } = headers
    if (status === 304) return { kind: 'unchanged' }
    if (status >= 300 && status < 400 && location !== undefined) {
      const next = URL.parse(location, url.href)
      return next ? { kind: 'redirect', url: next } : { kind: 'failed', reason: 'it redirects to an invalid URL' }
    }
    if (status !== 200) return { kind: 'failed', reason: `the server answered with status ${status}` }
    return {
      kind: 'found',
      bytes: body,
      ...(etag !== undefined && { etag }),
      ...(lastModified !== undefined && { lastModified }),
    }
  }

  const fetch = async (address: string, conditions: Conditions = {}): Promise<Fetched> => {
    let url = URL.parse(address)
    if (url === null) return { kind: 'failed', reason: 'it is not a URL' }
    const end = performance.now() + timeoutMs
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const result = await request(url, conditions, Math.max(1, end - performance.now()))
      if (result.kind !== 'redirect') return result
      url = result.url
    }
    return { kind: 'failed', reason: `it redirects more than ${MAX_REDIRECTS} times` }
  }

  return {
    /** Fetches a file. Network errors and refusals are returned, not thrown. */
    get: (address: string, conditions?: Conditions): Promise<Fetched> =>
      fetch(address, conditions).catch((error: unknown) => ({ kind: 'failed', reason: describe(error, maxBytes) })),
    close: () => agents.close(),
  }
}

export type Web = ReturnType<typeof createWeb>

const headersOf = ({ etag, lastModified }: Conditions): Record<string, string> => ({
  accept: 'application/json, application/yaml, text/yaml, */*;q=0.5',
  ...(etag !== undefined && { 'if-none-match': etag }),
  ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
})

const limitsOf = (requestTimeoutMs: number, maxResponseBytes: number): HttpLimits => ({
  connectTimeoutMs: 10_000,
  headersTimeoutMs: requestTimeoutMs,
  bodyTimeoutMs: requestTimeoutMs,
  requestTimeoutMs,
  maxResponseBytes,
})

const describe = (error: unknown, maxBytes: number): string => {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof HttpError)
    return error.code === 'TOO_LARGE' ? `it is larger than ${maxBytes} bytes` : 'it timed out'
  if ('hostname' in error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN'))
    return `the name ${error.hostname} can't be resolved`
  return error.message || ('code' in error ? String(error.code) : error.name)
}
