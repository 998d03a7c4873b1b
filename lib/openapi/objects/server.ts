import { malformed } from '../../diagnostics/kinds/objects.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located, type Location } from '../../json/location.ts'
import { asMapping, asText, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from './context.ts'
import type { Server } from './model.ts'

/**
 * Reads `servers` of a document, path item or operation; undefined if there are none.
 * @see https://spec.openapis.org/oas/v3.2.0.html#server-object
 */
export function readServers(context: Context, owner: Located<Mapping>): readonly Server[] | undefined {
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
      const filled = fillVariables(context, url, variables, here)
      reportQuery(context, filled, here)
      return [{ url: filled, at: here }]
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

/**
 * Replaces the variables of a URL by their default, or their first allowed value.
 * @see https://spec.openapis.org/oas/v3.2.0.html#server-variable-object
 */
const fillVariables = (context: Context, url: string, variables: Mapping | undefined, at: Location): string =>
  url.trim().replaceAll(/\{([^{}]+)\}/g, (placeholder, name: string) => {
    const variable = asMapping(variables && getOwn(variables, name))
    const allowed = variable && getOwn(variable, 'enum')
    const value =
      asText(variable && getOwn(variable, 'default')) ?? (Array.isArray(allowed) ? asText(allowed[0]) : undefined)
    if (value === undefined) report(context.problems, malformed.serverVariable(name), at)
    return value ?? placeholder
  })

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
