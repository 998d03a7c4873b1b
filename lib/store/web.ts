import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { createAgents } from '../http/agents.ts'
import { exchange } from '../http/exchange.ts'
import { HttpError } from '../http/http-error.ts'
import { createAddressCheck } from './addresses.ts'

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

export type Conditions = { readonly etag?: string; readonly lastModified?: string }

const MAX_REDIRECTS = 5
/** Per host. */
const CONNECTIONS = 16

/**
 * Fetches files from the web, and from nowhere else: the address is checked after it was resolved, for the connection
 * that is made with it, and again for every redirect, so that no document and no name server can point inside.
 */
export const createWeb = (options: WebOptions) => {
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

  const get = async (address: string, conditions: Conditions = {}): Promise<WebAnswer> => {
    let url: URL
    try {
      url = new URL(address)
    } catch {
      return { kind: 'failed', reason: 'it is no URL' }
    }
    const end = performance.now() + timeoutMs
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const refused = refusal(url)
      if (refused !== undefined) return { kind: 'failed', reason: refused }
      const headers = {
        accept: 'application/json, application/yaml, text/yaml, */*;q=0.5',
        ...(conditions.etag !== undefined && { 'if-none-match': conditions.etag }),
        ...(conditions.lastModified !== undefined && { 'if-modified-since': conditions.lastModified }),
      }
      const left = Math.max(1, end - performance.now())
      const answer = await exchange(agents, { method: 'GET', url, headers }, boundsOf(left, maxBytes))
      const { status, body: bytes } = answer
      const header = (name: string): string | undefined => {
        const value = answer.headers[name]
        return typeof value === 'string' ? value : undefined
      }
      const location = header('location')
      if (status === 304) return { kind: 'unchanged' }
      if (status >= 300 && status < 400 && location !== undefined) {
        url = new URL(location, url)
        continue
      }
      if (status !== 200) return { kind: 'failed', reason: `it answered with status ${status}` }
      const [etag, lastModified] = [header('etag'), header('last-modified')]
      return {
        kind: 'found',
        bytes,
        ...(etag !== undefined && { etag }),
        ...(lastModified !== undefined && { lastModified }),
      }
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
