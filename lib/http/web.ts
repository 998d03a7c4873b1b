import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { createAgents } from './agents.ts'
import { exchange } from './exchange.ts'
import { HttpError } from './http-error.ts'
import { createAddressCheck } from './public-address.ts'

export type WebOptions = {
  /** Whether a host may be asked at all, by its lower-case name. */
  readonly isAllowedHost: (host: string) => boolean
  /** Bytes of an answer, at most. */
  readonly maxBytes: number
  /** For one answer, in milliseconds. */
  readonly timeoutMs?: number
  /** Whether an address may be connected to; only public ones by default. */
  readonly isAllowedAddress?: (address: string) => boolean
  readonly protocols?: readonly string[]
}

/** What a server gave; `unchanged` where it says so itself. */
export type WebAnswer =
  | { readonly kind: 'found'; readonly bytes: Uint8Array; readonly etag?: string; readonly lastModified?: string }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly reason: string }

type Redirect = { readonly kind: 'redirect'; readonly url: URL }

export type Conditions = { readonly etag?: string; readonly lastModified?: string }

const MAX_REDIRECTS = 5
/** Per host. */
const CONNECTIONS = 16

/**
 * Fetches files from the web, and from nowhere else: the address is checked after it was resolved, for the connection
 * that is made with it, and again for every redirect, so that no document and no name server can point inside.
 */
export function createWeb(options: WebOptions) {
  const { maxBytes, timeoutMs = 30_000, isAllowedAddress = createAddressCheck(), protocols = ['https:'] } = options

  const guardedLookup: LookupFunction = (host, settings, callback) => {
    lookup(host, { ...settings, all: true }, (error, addresses) => {
      if (error) return callback(error, '')
      const bad = addresses.find(({ address }) => !isAllowedAddress(address))
      if (bad !== undefined) return callback(new Error(`${host} has the private address ${bad.address}`), '')
      const [first] = addresses
      if (settings.all) return callback(null, addresses)
      return callback(null, first?.address ?? '', first?.family)
    })
  }
  const agents = createAgents({ connections: CONNECTIONS, lookup: guardedLookup })

  const refusal = (url: URL): string | undefined => {
    if (!protocols.includes(url.protocol)) return `${url.protocol}// is not fetched, only https`
    if (url.username !== '' || url.password !== '') return 'URLs with credentials are not fetched'
    const host = url.hostname.toLowerCase()
    if (!options.isAllowedHost(host)) return `the host ${host} is not allowed`
    const bare = host.replace(/^\[|\]$/g, '')
    // An address in the URL itself is never looked up, so the look-up's check would not see it.
    return isIP(bare) !== 0 && !isAllowedAddress(bare) ? `${host} is a private address` : undefined
  }

  /** Asks one address, and no other that it names. */
  const ask = async (url: URL, conditions: Conditions, milliseconds: number): Promise<WebAnswer | Redirect> => {
    const refused = refusal(url)
    if (refused !== undefined) return { kind: 'failed', reason: refused }
    const request = { method: 'GET', url, headers: headersOf(conditions) }
    const { status, headers, body } = await exchange(agents, request, boundsOf(milliseconds, maxBytes))
    const { location, etag, 'last-modified': lastModified } = headers
    if (status === 304) return { kind: 'unchanged' }
    if (status >= 300 && status < 400 && location !== undefined) {
      const next = URL.parse(location, url.href)
      return next
        ? { kind: 'redirect', url: next }
        : { kind: 'failed', reason: 'it redirects to something that is no URL' }
    }
    if (status !== 200) return { kind: 'failed', reason: `it answered with status ${status}` }
    return {
      kind: 'found',
      bytes: body,
      ...(etag !== undefined && { etag }),
      ...(lastModified !== undefined && { lastModified }),
    }
  }

  const get = async (address: string, conditions: Conditions = {}): Promise<WebAnswer> => {
    let url = URL.parse(address)
    if (url === null) return { kind: 'failed', reason: 'it is no URL' }
    const end = performance.now() + timeoutMs
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const answer = await ask(url, conditions, Math.max(1, end - performance.now()))
      if (answer.kind !== 'redirect') return answer
      url = answer.url
    }
    return { kind: 'failed', reason: `it redirects more than ${MAX_REDIRECTS} times` }
  }

  return {
    /** Never throws for what the web does. */
    get: (address: string, conditions?: Conditions): Promise<WebAnswer> =>
      get(address, conditions).catch((error: unknown) => ({ kind: 'failed', reason: describe(error, maxBytes) })),
    close: () => agents.close(),
  }
}

export type Web = ReturnType<typeof createWeb>

const headersOf = ({ etag, lastModified }: Conditions): Record<string, string> => ({
  accept: 'application/json, application/yaml, text/yaml, */*;q=0.5',
  ...(etag !== undefined && { 'if-none-match': etag }),
  ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
})

const boundsOf = (requestTimeoutMs: number, maxResponseBytes: number) => ({
  connectTimeoutMs: 10_000,
  headersTimeoutMs: requestTimeoutMs,
  bodyTimeoutMs: requestTimeoutMs,
  requestTimeoutMs,
  maxResponseBytes,
})

const describe = (error: unknown, maxBytes: number): string => {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof HttpError)
    return error.code === 'TOO_LARGE' ? `it has more than ${maxBytes} bytes` : 'it took too long'
  return error.message || ('code' in error ? String(error.code) : error.name)
}
