import type { Server } from '../../openapi/objects/model.ts'
import { splitUrl, withScheme } from './server-url.ts'

/** Maximum number of hosts that are kept; a document with more is rarely of one vendor only. */
const MAX_HOSTS = 20

/**
 * Returns the hosts of servers, each once: with the values of their variables, and as written, so that a new
 * default of a variable does not make another host. A relative URL has none.
 */
export function hostsOf(servers: readonly Pick<Server, 'url' | 'template'>[]): string[] {
  const urls = servers.flatMap(({ url, template }) => (template === undefined ? [url] : [url, template]))
  const hosts = urls.flatMap(url => splitUrl(withScheme(url), undefined).host ?? [])
  return [...new Set(hosts.filter(isTelling))].slice(0, MAX_HOSTS)
}

/** Tests if a host has more than variables. */
const isTelling = (host: string): boolean => /[\p{L}\p{N}]/u.test(host.replaceAll(/\{[^{}]*\}/g, ''))
