import { reportText } from '../../diagnostics/report.ts'
import { child, type Located, type Location } from '../../json/location.ts'
import { asMapping, asText, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import type { Context } from './context.ts'
import type { Server } from './model.ts'

/** Server Object: `servers` of a document, path item or operation; undefined where none is named. */
export function readServers(context: Context, owner: Located<Mapping>): readonly Server[] | undefined {
  const resolution = context.resolver.follow(getField(owner, 'servers'))
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return undefined
  }
  const { value, at } = resolution.target
  if (value !== undefined && !Array.isArray(value))
    reportText(context.problems, 'warning', 'malformed', at, 'The servers are no list; they were left out.')
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
    reportText(context.problems, 'warning', 'malformed', here, 'A server without a URL was left out.')
    return []
  })
  return servers.length > 0 ? servers : undefined
}

/** Server Object of 3.2, `url`: query and fragment must not be part of it. They may be secret, so they are not quoted. */
const reportQuery = ({ problems }: Context, url: string, at: Location): void => {
  if (!/[?#]/.test(url)) return
  const message = 'What stands behind "?" or "#" in the URL of a server is no part of its path; it was left out.'
  reportText(problems, 'warning', 'malformed', at, message)
}

/** Server Variable Object: each variable gets its default, or else its first allowed value. */
const fillVariables = (context: Context, url: string, variables: Mapping | undefined, at: Location): string =>
  url.trim().replaceAll(/\{([^{}]+)\}/g, (placeholder, name: string) => {
    const variable = asMapping(variables && getOwn(variables, name))
    const allowed = variable && getOwn(variable, 'enum')
    const value =
      asText(variable && getOwn(variable, 'default')) ?? (Array.isArray(allowed) ? asText(allowed[0]) : undefined)
    if (value === undefined) {
      const message = `The variable ${quote(name, 80)} of the server's URL has no default; its braces were kept.`
      reportText(context.problems, 'warning', 'malformed', at, message)
    }
    return value ?? placeholder
  })

/** The servers of the document as a whole. OpenAPI Object, `servers`: without any, the URL is "/". */
export function readDocumentServers(context: Context): readonly Server[] {
  return context.dialect === '2.0'
    ? readHost(context)
    : (readServers(context, context.document) ?? [{ url: '/', at: context.document.at }])
}

/** 2.0's `schemes`, `host` and `basePath`. Swagger Object. */
const readHost = (context: Context): readonly Server[] => {
  const { value, at } = context.document
  const field = (key: string): string => {
    const stated = getOwn(value, key)
    if (stated === undefined || typeof stated === 'string') return stated ?? ''
    reportText(context.problems, 'warning', 'malformed', child(at, key), `"${key}" has to be a text; it was left out.`)
    return ''
  }
  const host = field('host')
  const basePath = field('basePath')
  reportQuery(context, basePath, child(at, 'basePath'))
  const path = basePath === '' || basePath.startsWith('/') ? basePath : `/${basePath}`
  if (host === '') return [{ url: path || '/', at: child(at, 'basePath') }]
  return [{ url: `${schemeOf(context)}://${host}${path}`, at: child(at, 'host') }]
}

/** The secure one wherever it is offered, or nothing says otherwise. */
const schemeOf = ({ document, problems }: Context): 'http' | 'https' => {
  const schemes = getOwn(document.value, 'schemes')
  if (schemes !== undefined && !Array.isArray(schemes)) {
    const message = '"schemes" has to be a list; https was assumed.'
    reportText(problems, 'warning', 'malformed', child(document.at, 'schemes'), message)
  }
  const listed = Array.isArray(schemes) ? schemes : []
  return listed.includes('http') && !listed.includes('https') ? 'http' : 'https'
}
