import type { DescribedServer, DescribedVariable } from '../conversion/paths/described-servers.ts'
import { describedPrefix } from '../conversion/paths/match-described.ts'
import { splitUrl } from '../conversion/paths/server-url.ts'
import type { Release, ReleaseOperation } from './release.ts'
import { type Reason, type Rule, reasonFor, undirected } from './rule.ts'
import { UNDECIDED } from './schema/strings.ts'
import { listed, quoted } from './text.ts'

export const serverRules = {
  changed: undirected(
    'server-changed',
    'breaking',
    'The document has another server: the base URL of the connector may have to be changed.',
  ),
  removed: undirected(
    'server-removed',
    'compatible',
    'A server was removed. The base URL of the connector is another one of the document.',
  ),
  added: undirected('server-added', 'compatible', 'There is another server.'),
  narrowed: undirected(
    'server-variable-narrowed',
    'breaking',
    'A variable in the URL of a server lacks values that it could have. Connections may use them.',
  ),
  variable: undirected(
    'server-variable-changed',
    'compatible',
    'A variable in the URL of a server has more values, or another default.',
  ),
  order: undirected('server-order-changed', 'annotation', 'The servers are in another order.'),
  operation: undirected(
    'operation-server-changed',
    'breaking',
    'An operation has another server of its own, and the base URL of the connector is none of its servers.',
  ),
}

type Servers = readonly DescribedServer[]

/**
 * Compares the servers of two documents; nothing if they are not known, or if the paths of the actions contain the change.
 * @param baseUrl base URL of the connector, which these paths are relative to; the first server of the former document if the
 * paths are relative to no base URL
 */
export function compareServers(
  before: Servers | undefined,
  after: Servers | undefined,
  baseUrl: string | undefined,
): Reason[] {
  if (before === undefined || after === undefined) return []
  const reasons: Reason[] = []
  const report = (rule: Rule, message: string, from?: DescribedServer, to?: DescribedServer): void => {
    reasons.push(reasonFor(rule, 'sent', message, { before: from?.pointer, after: to?.pointer }))
  }
  const [a, b] = [byUrl(before), byUrl(after)]
  const [removed, added] = [without(a, b), without(b, a)]
  const base = baseUrl ?? before[0]?.url
  const [was, is] = base === undefined ? ['', ''] : [describedPrefix(before, base), describedPrefix(after, base)]
  const isMoved = was !== undefined && is !== undefined && was !== is
  if (isMoved && baseUrl !== undefined) return []
  const [[gone], [fresh]] = [removed, added]
  if ((isMoved || is === undefined) && gone !== undefined) {
    const [from, to] = [removed, added].map(servers => listed(servers.map(({ url }) => url)))
    const text =
      fresh === undefined
        ? `The document does not have the server ${from} any more.`
        : `The server is ${to} instead of ${from}.`
    const effect =
      was !== undefined
        ? 'Change the base URL of the connector.'
        : `Neither is the base URL of the connector: ${UNDECIDED}`
    report(serverRules.changed, `${text} ${effect}`, gone, fresh ?? after[0])
  } else {
    for (const server of removed) report(serverRules.removed, `The server ${quoted(server.url)} was removed.`, server)
    for (const server of added) report(serverRules.added, `The server ${quoted(server.url)} is new.`, undefined, server)
  }
  for (const [key, server] of a) {
    const other = b.get(key)
    if (other !== undefined) compareVariables(report, server, other)
  }
  if (removed.length + added.length === 0 && [...a.keys()].join(' ') !== [...b.keys()].join(' '))
    report(serverRules.order, 'The servers are in another order.', before[0], after[0])
  return reasons
}

type Compared = Pick<Release, 'connection' | 'baseUrl'>

/**
 * Compares the servers of an operation of which one release has its own; nothing if the path of the action contains the
 * change, or if the base URL of the connector is one of the new ones.
 */
export function compareOperationServers(
  { before, after }: { readonly before: Compared; readonly after: Compared },
  from: ReleaseOperation,
  to: ReleaseOperation,
): Reason[] {
  const [a, b] = [before.connection, after.connection]
  if (a === undefined || b === undefined) return []
  if ((from.servers ?? to.servers) === undefined) return []
  const [was, is] = [ownServers(from) ?? a.servers, ownServers(to) ?? b.servers]
  const isGone = without(byUrl(was), byUrl(is)).length > 0
  const base = after.baseUrl ?? a.servers[0]?.url
  if (!isGone || base === undefined || describedPrefix(is, base) !== undefined) return []
  const [urls, urlsNow] = [was, is].map(servers => listed(servers.map(({ url }) => url)))
  const message = `The server is ${urlsNow} instead of ${urls}. The base URL of the connector is another one.`
  return [reasonFor(serverRules.operation, 'sent', message, { before: from.pointer, after: to.pointer })]
}

const ownServers = ({ servers, pointer }: ReleaseOperation): Servers | undefined =>
  servers?.map(url => ({ url, pointer, variables: [] }))

/** Returns servers by their URLs in one form; the scheme counts. */
const byUrl = (servers: Servers): Map<string, DescribedServer> =>
  new Map(
    servers.map(server => {
      const { host = '', path } = splitUrl(server.url, undefined)
      const [scheme = ''] = /^[a-z][a-z0-9+.-]*:/i.exec(server.url) ?? []
      return [`${scheme.toLowerCase()}//${host}${path}`, server]
    }),
  )

const without = (
  servers: ReadonlyMap<string, DescribedServer>,
  others: ReadonlyMap<string, DescribedServer>,
): DescribedServer[] => [...servers].flatMap(([key, server]) => (others.has(key) ? [] : [server]))

const compareVariables = (
  report: (rule: Rule, message: string, from: DescribedServer, to: DescribedServer) => void,
  from: DescribedServer,
  to: DescribedServer,
): void => {
  const variables = new Map(to.variables.map(variable => [variable.name, variable]))
  for (const variable of from.variables) {
    const other = variables.get(variable.name)
    if (other === undefined) continue
    const name = `The variable ${quoted(variable.name)} of the server ${quoted(from.url)}`
    const lost = lostValues(variable, other)
    if (lost !== undefined) report(serverRules.narrowed, `${name} can't be ${lost} any more.`, from, to)
    else if (hasOtherValues(variable, other))
      report(serverRules.variable, `${name} has other values, or another default.`, from, to)
  }
}

/** Returns the values that a variable can't have any more, as a text; undefined if there are none. */
const lostValues = (from: DescribedVariable, to: DescribedVariable): string | undefined => {
  if (to.allowed.length === 0) return undefined
  if (from.allowed.length === 0) return 'any value'
  const lost = from.allowed.filter(value => !to.allowed.includes(value))
  return lost.length === 0 ? undefined : listed(lost)
}

const hasOtherValues = (from: DescribedVariable, to: DescribedVariable): boolean =>
  from.value !== to.value ||
  from.allowed.length !== to.allowed.length ||
  to.allowed.some(value => !from.allowed.includes(value))
