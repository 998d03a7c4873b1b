import { type Context, report } from './context.ts'
import type { Server } from './model.ts'
import { child, type Located } from './place.ts'
import { asMapping, asText, at as atKey, isMapping, type Mapping, own } from './value.ts'

/** Server Object: `servers` of a document, path item or operation; undefined where none is named. */
export const readServers = (context: Context, owner: Located<Mapping>): readonly Server[] | undefined => {
  const resolution = context.resolver.follow(atKey(owner, 'servers'))
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return undefined
  }
  const { value, at } = resolution.target
  if (value !== undefined && !Array.isArray(value))
    report(context.problems, 'warning', 'malformed', at, 'The servers are no list; they were left out.')
  if (!Array.isArray(value) || value.length === 0) return undefined
  const servers = value.flatMap((server, index): Server[] => {
    const url = isMapping(server) ? asText(own(server, 'url')) : undefined
    const here = child(at, index)
    if (url !== undefined) return [{ url: fillVariables(url, asMapping(own(server, 'variables'))), at: here }]
    report(context.problems, 'warning', 'malformed', here, 'A server without a URL was left out.')
    return []
  })
  return servers.length > 0 ? servers : undefined
}

/** Server Variable Object: each variable gets its default, or else its first allowed value. */
const fillVariables = (url: string, variables: Mapping | undefined): string =>
  url.trim().replaceAll(/\{([^{}]+)\}/g, (placeholder, name: string) => {
    const variable = asMapping(variables && own(variables, name))
    if (variable === undefined) return placeholder
    const allowed = own(variable, 'enum')
    return asText(own(variable, 'default')) ?? (Array.isArray(allowed) ? asText(allowed[0]) : undefined) ?? placeholder
  })

/** The servers of the document as a whole. OpenAPI Object, `servers`: without any, the URL is "/". */
export const readDocumentServers = (context: Context): readonly Server[] =>
  context.dialect === '2.0'
    ? readHost(context.document)
    : (readServers(context, context.document) ?? [{ url: '/', at: context.document.at }])

/** 2.0's `schemes`, `host` and `basePath`. Swagger Object. */
const readHost = (document: Located<Mapping>): readonly Server[] => {
  const { value, at } = document
  const host = asText(own(value, 'host'))
  const basePath = asText(own(value, 'basePath')) ?? ''
  const path = basePath === '' || basePath.startsWith('/') ? basePath : `/${basePath}`
  if (host === undefined || host === '') return [{ url: path || '/', at: child(at, 'basePath') }]
  const schemes = own(value, 'schemes')
  const listed = Array.isArray(schemes) ? schemes.filter(scheme => scheme === 'http' || scheme === 'https') : []
  const scheme = listed.length === 0 || listed.includes('https') ? 'https' : 'http'
  return [{ url: `${scheme}://${host}${path}`, at: child(at, 'host') }]
}
