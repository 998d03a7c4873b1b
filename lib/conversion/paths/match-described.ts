import type { DescribedServer } from './described-servers.ts'
import { matchesHost, restOfPath, splitUrl } from './server-url.ts'

/**
 * Returns the part of a server's path that is not in the base URL, of the first server that the base URL is or begins;
 * undefined if there is none. As `matchServers`, without its diagnostics: a comparison of releases loads little code.
 */
export function describedPrefix(servers: readonly DescribedServer[], baseUrl: string): string | undefined {
  const base = splitUrl(/^\{[^/]*(?:\/(?!\/)|$)/.test(baseUrl) ? `//${baseUrl}` : baseUrl, undefined)
  for (const { url, variables: described } of servers) {
    const variables = new Map(described.map(({ name, value, allowed }) => [name, { value, allowed }]))
    const filled = url.replaceAll(/\{([^{}]+)\}/g, (text, name: string) => variables.get(name)?.value ?? text)
    const [written, whole] = [splitUrl(url, base.host), splitUrl(filled, base.host)]
    const isSameHost =
      base.host === undefined ||
      written.host === undefined ||
      whole.host === base.host ||
      matchesHost(written.host, base.host, variables)
    if (!isSameHost) continue
    const rest = restOfPath(whole.path, base.path, variables) ?? restOfPath(written.path, base.path, variables)
    if (rest !== undefined) return rest
  }
  return servers.length === 0 ? '' : undefined
}
