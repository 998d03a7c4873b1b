import type { Server } from '../openapi/model.ts'
import { literalPath } from './literal-path.ts'

/** How an operation's servers relate to the connector's one base URL. */
export type BasePath =
  /** The part of the server's path that the base URL lacks goes in front of each path; usually empty. */
  | { readonly kind: 'same'; readonly prefix: string }
  | { readonly kind: 'other-host' | 'other-path'; readonly server: string }

/** The connector's base URL, where it is known, and what every path of the document needs in front of it. */
export type Base = { readonly url: string | undefined; readonly prefix: string }

/** Server Object: URLs are joined to paths by appending, and relative ones belong to the host of the document. */
export const reconcile = (servers: readonly Server[], baseUrl: string): BasePath => {
  const base = split(baseUrl)
  let first: BasePath | undefined
  for (const { url } of servers) {
    const server = split(url)
    const compared = compare(server, base, url)
    if (compared.kind === 'same') return compared
    if (first === undefined || (first.kind === 'other-host' && compared.kind === 'other-path')) first = compared
  }
  return first ?? { kind: 'same', prefix: '' }
}

/** A URL as it may be told: without a name and password in front of its host. */
export const withoutCredentials = (url: string): string => url.replace(/\/\/[^/?#]*@/, '//')

type Split = { readonly host: string | undefined; readonly path: string }

const split = (url: string): Split => {
  const match = /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)([^?#]*)/i.exec(url.trim())
  const host = match?.[1]
    ?.toLowerCase()
    .replace(/^.*@/, '')
    .replace(/:(80|443)$/, '')
  const path = (match ? (match[2] ?? '') : url.trim().replace(/[?#].*$/, '')).replace(/\/+$/, '')
  return { host, path: path === '' || path.startsWith('/') ? path : `/${path.replace(/^(\.\/)+/, '')}` }
}

const compare = (server: Split, base: Split, url: string): BasePath => {
  if (server.host !== undefined && base.host !== undefined && server.host !== base.host)
    return { kind: 'other-host', server: url }
  if (server.path === base.path) return { kind: 'same', prefix: '' }
  // A relative URL such as "/" only says that the document's host serves it.
  if (server.host === undefined && server.path === '') return { kind: 'same', prefix: '' }
  return server.path.startsWith(`${base.path}/`)
    ? { kind: 'same', prefix: literalPath(server.path.slice(base.path.length)) }
    : { kind: 'other-path', server: url }
}
