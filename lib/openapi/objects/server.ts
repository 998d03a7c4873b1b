import { malformed } from '../../diagnostics/kinds/objects.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located, type Location } from '../../json/location.ts'
import { asMapping, asText, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { type Context, mappingAt } from './context.ts'
import type { Server, ServerVariable } from './model.ts'
import type { Endpoint } from './path-item.ts'

/**
 * Reads `servers` of a document, path item or operation; undefined if there are none.
 * @see https://spec.openapis.org/oas/v3.2.0.html#server-object
 */
function readServers(context: Context, owner: Located<Mapping>): readonly Server[] | undefined {
  const resolution = context.resolver.follow(getField(owner, 'servers'))
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return undefined
  }
  const { value, at } = resolution.value
  if (value !== undefined && !Array.isArray(value))
    report(context.problems, malformed.fieldType('servers', 'an array', value), at)
  if (!Array.isArray(value) || value.length === 0) return undefined
  const servers = value.flatMap((server, index): Server[] => {
    const url = isMapping(server) ? asText(getOwn(server, 'url')) : undefined
    const here = child(at, index)
    if (url !== undefined) {
      const variables = isMapping(server) ? asMapping(getOwn(server, 'variables')) : undefined
      const found = withVariables(url.trim(), variables, here)
      reportQuery(context, found[0].url, here)
      return found
    }
    report(context.problems, malformed.fieldMissing('A server', 'url'), here)
    return []
  })
  return servers.length > 0 ? servers : undefined
}

/**
 * Reports a query or fragment in a server URL, which are not allowed. They can be secret, so the message does not quote them.
 * @see https://spec.openapis.org/oas/v3.2.0.html#server-object
 */
const reportQuery = ({ problems }: Context, url: string, at: Location): void => {
  if (!/[?#]/.test(url)) return
  report(problems, malformed.serverQuery(), at)
}

/** Variable in a URL. */
const VARIABLE = /\{([^{}]+)\}/g

/**
 * Replaces the variables of a URL by their default, or their first allowed value. A variable at the start of the URL, or
 * after its scheme, whose values are absolute URLs gives one server for each of them.
 * @see https://spec.openapis.org/oas/v3.2.0.html#server-variable-object
 */
const withVariables = (written: string, variables: Mapping | undefined, at: Location): [Server, ...Server[]] => {
  const names = Array.from(written.matchAll(VARIABLE), ([, name = '']) => name)
  if (names.length === 0) return [{ url: written, at }]
  const values = new Map<string, ServerVariable>()
  for (const name of names) values.set(name, readVariable(variables && getOwn(variables, name)))
  const made = (template: string): Server => ({ url: fillVariables(template, values), at, template, variables: values })
  const [first = ''] = names
  const { value = '', allowed = [] } = values.get(first) ?? {}
  const template = ABSOLUTE.test(value) ? written.replace(SCHEME_OF_VARIABLE, '') : written
  const [whole, scheme = '', authority = '', path = ''] = ABSOLUTE.exec(value) ?? []
  if (!template.startsWith(`{${first}}`) || whole === undefined) return [made(template)]
  const rest = template.slice(first.length + 2)
  const [, ...others] = new Set([value, ...allowed])
  if (allowed.length > 0) return [made(joinParts(value, rest)), ...others.map(url => made(joinParts(url, rest)))]
  values.set(first, { ...values.get(first), value: authority, allowed })
  return [made(joinParts(`${scheme}{${first}}${path}`, rest))]
}

/** Scheme of a URL whose host is a variable. */
const SCHEME_OF_VARIABLE = /^[a-z][a-z0-9+.-]*:\/\/(?=\{)/i

/** Absolute URL: scheme, host, path. */
const ABSOLUTE = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)(.*)$/is

const readVariable = (node: unknown): ServerVariable => {
  const variable = asMapping(node)
  const stated = variable && getOwn(variable, 'enum')
  const allowed = Array.isArray(stated) ? stated.map(asText).filter(text => text !== undefined) : []
  const description = asText(variable && getOwn(variable, 'description'))
  const value = asText(variable && getOwn(variable, 'default')) ?? allowed[0]
  return { value, allowed, ...(description !== undefined && { description }) }
}

/** Replaces the variables that have a value, except those of `kept`; a variable next to a slash adds no second one. */
export function fillVariables(
  template: string,
  variables: ReadonlyMap<string, ServerVariable>,
  kept: ReadonlySet<string> = new Set(),
): string {
  const filled = (name: string): string | undefined => (kept.has(name) ? undefined : variables.get(name)?.value)
  const parts: string[] = []
  // The URL so far would be copied for each look at its end.
  let end = ''
  const add = (part: string): void => {
    parts.push(part)
    end = (end + part.slice(-SCHEME_END.length)).slice(-SCHEME_END.length)
  }
  for (const [i, part] of template.split(VARIABLE).entries()) {
    // Odd parts are the names.
    const isName = i % 2 === 1
    const value = isName ? filled(part) : part
    if (value === undefined) add(`{${part}}`)
    // An empty host stays empty.
    else if (!isName && end === SCHEME_END) add(part)
    else add(end.endsWith('/') ? value.replace(/^\/+/, '') : value)
  }
  return parts.join('')
}

const SCHEME_END = '://'

const joinParts = (start: string, end: string): string => {
  if (!start.endsWith('/') || !end.startsWith('/')) return start + end
  return start + end.replace(/^\/+/, '')
}

/**
 * Reads the servers of the document; without any, the URL is `/`.
 * @see https://spec.openapis.org/oas/v3.2.0.html#openapi-object
 */
export function readDocumentServers(context: Context): readonly Server[] {
  return context.dialect === '2.0'
    ? readHost(context)
    : (readServers(context, context.document) ?? [{ url: '/', at: context.document.at }])
}

/**
 * Returns the servers of a document without any, if all of its operations have the same ones.
 * @see https://spec.openapis.org/oas/v3.2.0.html#path-item-object
 */
export function readCommonServers(context: Context, endpoints: readonly Endpoint[]): readonly Server[] | undefined {
  if (context.dialect === '2.0' || getOwn(context.document.value, 'servers') !== undefined) return undefined
  const silent: Context = { ...context, problems: [] }
  let common: readonly Server[] | undefined
  for (const { node, pathItem } of endpoints) {
    const operation = mappingAt(silent, node, 'an Operation Object')
    const servers = readOwnServers(silent, operation === undefined ? pathItem : [operation, ...pathItem])
    if (servers === undefined || (common !== undefined && !areSameServers(servers, common))) return undefined
    common ??= servers
  }
  return common
}

/** Returns the servers of the first node that has any: an operation, then its path item. */
export function readOwnServers(context: Context, nodes: readonly Located<Mapping>[]): readonly Server[] | undefined {
  if (context.dialect === '2.0') return undefined
  for (const node of nodes) {
    const servers = readServers(context, node)
    if (servers !== undefined) return servers
  }
  return undefined
}

/** Returns true if two arrays have the same URLs in the same order. */
export function areSameServers(a: readonly Server[], b: readonly Server[]): boolean {
  return a.length === b.length && a.every(({ url, template }, i) => url === b[i]?.url && template === b[i]?.template)
}

/**
 * Reads `schemes`, `host` and `basePath` of 2.0 as one server.
 * @see https://spec.openapis.org/oas/v2.0.html#swagger-object
 */
const readHost = (context: Context): readonly Server[] => {
  const { value, at } = context.document
  const field = (key: string): string => {
    const stated = getOwn(value, key)
    if (stated === undefined || typeof stated === 'string') return stated ?? ''
    report(context.problems, malformed.fieldType(key, 'a string', stated), child(at, key))
    return ''
  }
  const host = field('host')
  const basePath = field('basePath')
  reportQuery(context, basePath, child(at, 'basePath'))
  const path = basePath === '' || basePath.startsWith('/') ? basePath : `/${basePath}`
  if (host === '') return [{ url: path || '/', at: child(at, 'basePath') }]
  return [{ url: `${schemeOf(context)}://${host}${path}`, at: child(at, 'host') }]
}

/** Returns `https` unless `http` is the only scheme. */
const schemeOf = ({ document, problems }: Context): 'http' | 'https' => {
  const schemes = getOwn(document.value, 'schemes')
  if (schemes !== undefined && !Array.isArray(schemes))
    report(problems, malformed.schemes(schemes), child(document.at, 'schemes'))
  const listed = Array.isArray(schemes) ? schemes : []
  return listed.includes('http') && !listed.includes('https') ? 'http' : 'https'
}
