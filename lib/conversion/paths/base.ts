import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { malformed } from '../../diagnostics/kinds/objects.ts'
import { serverDiffers } from '../../diagnostics/kinds/paths.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Location } from '../../json/location.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Operation, Server } from '../../openapi/objects/model.ts'
import { areSameServers, fillVariables } from '../../openapi/objects/server.ts'
import { type BasePath, matchServers, reportGuess, withoutCredentials } from './base-path.ts'
import { literalPath, splitPath, splitTemplate } from './path-template.ts'
import { splitUrl } from './server-url.ts'

/** Base URL of the connector, if known, and its relation to the servers of the document. */
export type Base = {
  readonly url: string | undefined
  /** Base URL for messages, if it is not `url`. */
  readonly shownUrl?: string
  readonly servers: readonly Server[]
  readonly compared: BasePath
  /** The base URL is that of the document's server "/", and so of an operation's server "/". */
  readonly isRoot: boolean
  /** Servers of operations that differ from the base URL, by URL. */
  readonly differing: Map<string, { count: number; readonly at: Location; readonly compared: BasePath }>
  /** Number of operations that use the prefix of the document's server, without and with parameters in it. */
  readonly uses: { plain: number; parameters: number }
}

/** Compares the servers of the document with the base URL. */
export function createBase(context: Context, servers: readonly Server[], url: string | undefined): Base {
  const compared: BasePath = url === undefined ? { kind: 'same', prefix: '' } : matchServers(servers, url, true)
  const isRoot = url === undefined || (compared.kind === 'same' && compared.isRoot === true)
  reportGuess(context.problems, withBraces(compared, false), child(context.document.at, 'servers'))
  return { url, servers, compared, isRoot, differing: new Map(), uses: { plain: 0, parameters: 0 } }
}

/**
 * Returns the base of a connector that is made from the document's first server. Servers of operations are compared with
 * the defaults of its variables, since these are the values of a new connection.
 */
export function createOwnBase(servers: readonly Server[], shownUrl: string): Base {
  const url = servers[0]?.url ?? shownUrl
  const compared: BasePath = { kind: 'same', prefix: '' }
  return { url, shownUrl, servers, compared, isRoot: true, differing: new Map(), uses: { plain: 0, parameters: 0 } }
}

/** Part of a server's path that is not in the base URL. */
export type Prefix = {
  /** Is used unchanged; empty if the prefix has path parameters. */
  readonly literal: string
  /** Path template with these parameters; empty otherwise. */
  readonly template: string
}

/**
 * Returns the prefix of an operation's path. A variable of the server with the name of a declared path parameter is that
 * parameter, unless the path has the parameter itself.
 */
export function prefixOf(
  problems: Diagnostic[],
  base: Base,
  operation: Operation,
  declared: ReadonlySet<string>,
): Prefix {
  const { url, differing, uses } = base
  if (url === undefined) return NO_PREFIX
  const own = operation.servers
  const isOwn = own !== undefined && !areSameServers(own, base.servers)
  const servers = isOwn ? own : base.servers
  const names = variablesIn(servers, operation.path, declared)
  if (!isOwn && names.size === 0) {
    uses.plain++
    return base.compared.kind === 'same' ? { literal: base.compared.prefix, template: '' } : NO_PREFIX
  }
  const kept = names.size === 0 ? servers : servers.map(server => keepVariables(server, names))
  const compared = matchServers(kept, url, isOwn ? base.isRoot : true)
  if (compared.kind !== 'same') {
    const known = differing.get(compared.server)
    if (known !== undefined) known.count++
    else if (isOwn) {
      differing.set(compared.server, { count: 1, at: operation.at, compared })
      reportMissing(problems, servers, compared, NONE)
    }
    return NO_PREFIX
  }
  const used = new Set([...names].filter(name => compared.prefix.includes(bracedName(name))))
  if (isOwn) {
    const rest = withoutNames(compared.prefix, used)
    reportGuess(problems, withBraces(compared, BRACE.test(rest)), operation.at)
    reportMissing(problems, servers, compared, used)
  } else uses[used.size > 0 ? 'parameters' : 'plain']++
  return used.size === 0
    ? { literal: compared.prefix, template: '' }
    : {
        literal: '',
        template: [...used].reduce((path, name) => path.replaceAll(bracedName(name), `{${name}}`), compared.prefix),
      }
}

const NO_PREFIX: Prefix = { literal: '', template: '' }

/** Brace in a prefix, percent-encoded. */
const BRACE = /%7[BD]/

/** Sets or removes the fact that literal braces are in the prefix. */
const withBraces = (compared: BasePath, hasBraces: boolean): BasePath => {
  if (compared.kind !== 'same') return compared
  const { hasBraces: _, ...rest } = compared
  return hasBraces ? { ...rest, hasBraces } : rest
}

const withoutNames = (prefix: string, names: ReadonlySet<string>): string =>
  [...names].reduce((rest, name) => rest.replaceAll(bracedName(name), ''), prefix)

const bracedName = (name: string): string => literalPath(`{${name}}`)

const NONE: ReadonlySet<string> = new Set()

/** Returns the variables of servers that are declared path parameters which the path itself does not have. */
const variablesIn = (servers: readonly Server[], path: string, declared: ReadonlySet<string>): ReadonlySet<string> => {
  if (declared.size === 0 || servers.every(({ variables }) => variables === undefined)) return NONE
  const names = new Set(servers.flatMap(({ variables }) => [...(variables?.keys() ?? [])]))
  for (const part of splitTemplate(splitPath(path).bare, declared))
    if (typeof part !== 'string') names.delete(part.name)
  return names.intersection(declared)
}

const keepVariables = (server: Server, names: ReadonlySet<string>): Server => {
  const { template, variables } = server
  if (template === undefined || variables === undefined) return server
  return { ...server, url: fillVariables(template, variables, names) }
}

/** Reports facts about the servers that depend on the operations, once for a document. */
export function reportServers({ problems, document }: Context, base: Base): void {
  const { url, servers, compared, differing, uses } = base
  if (url === undefined) return
  if (uses.parameters === 0 || uses.plain > 0) {
    if (compared.kind === 'same' && compared.hasBraces)
      reportGuess(problems, { kind: 'same', prefix: compared.prefix, hasBraces: true }, child(document.at, 'servers'))
    reportMissing(problems, servers, compared, NONE)
  }
  const shownUrl = base.shownUrl ?? withoutCredentials(url)
  if (compared.kind !== 'same') {
    const at = servers.find(server => server.url === compared.server)?.at ?? document.at
    report(problems, serverDiffers.document(withoutCredentials(compared.server), shownUrl, lostPath(compared, url)), at)
  }
  for (const [server, { count, at, compared }] of differing)
    report(problems, serverDiffers.operations(count, withoutCredentials(server), shownUrl, lostPath(compared, url)), at)
}

/** Returns the path of a server on another host that the actions do not have; empty if there is none. */
const lostPath = (compared: BasePath, baseUrl: string): string => {
  if (compared.kind !== 'other-host') return ''
  const { path } = splitUrl(compared.server, undefined)
  return splitUrl(baseUrl, undefined).path.endsWith(path) ? '' : path
}

/** Reports variables without a value whose braces are kept in the URL. `used`: those that are path parameters. */
const reportMissing = (
  problems: Diagnostic[],
  servers: readonly Server[],
  compared: BasePath,
  used: ReadonlySet<string>,
): void => {
  const isKept = (name: string): boolean =>
    !used.has(name) && (compared.kind !== 'same' || compared.prefix.includes(bracedName(name)))
  for (const { variables, at } of servers)
    for (const [name, { value }] of variables ?? [])
      if (value === undefined && isKept(name)) report(problems, malformed.serverVariable(name), at)
}
