import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { connectorFieldNotSet, connectorName, serverNeeded, serversSeveral } from '../../diagnostics/kinds/connector.ts'
import { serverGuessed } from '../../diagnostics/kinds/paths.ts'
import { diagnostic, report } from '../../diagnostics/report.ts'
import type { Result } from '../../diagnostics/result.ts'
import { child, type Location } from '../../json/location.ts'
import { asMapping, asText, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Server } from '../../openapi/objects/model.ts'
import { withoutCredentials } from '../paths/base-path.ts'
import { withScheme } from '../paths/server-url.ts'
import { MAX_NAME, oneLine, shorten } from '../text.ts'
import { convertServer, isComplete } from './connector-server.ts'
import type { ConnectorOptions, PlannedConnector } from './planned-connector.ts'

/** Facts of the document that a connector is made from. */
type ConnectorSource = {
  /** The Info Object. */
  readonly info: Mapping
  readonly servers: readonly Server[]
  /** Base URL instead of the document's server. */
  readonly baseUrl: string | undefined
}

/** Most tags of a connector. */
const MAX_TAGS = 200

/**
 * Plans the connector for a document.
 * @see https://spec.openapis.org/oas/v3.2.0.html#openapi-object
 */
export function planConnector(
  context: Context,
  { info, servers, baseUrl }: ConnectorSource,
  { name, fallbackName, placeholder }: ConnectorOptions,
): Result<PlannedConnector> {
  const { problems, document } = context
  const server = baseUrl === undefined ? firstServer(context, servers) : { ok: true as const, value: undefined }
  if (!server.ok) return server
  const infoAt = child(document.at, 'info')
  const title = shorten(oneLine(asText(getOwn(info, 'title')) ?? ''), MAX_NAME)
  if (name === undefined && title === '') report(problems, connectorName.file(fallbackName), infoAt)
  reportNotSet(context, info, infoAt)
  const address =
    server.value === undefined
      ? { baseUrl: baseUrl ?? '', connectionVariables: [] }
      : convertServer(context, server.value, placeholder)
  return { ok: true, value: { name: name ?? (title || fallbackName), ...address, tags: tagsOf(context) } }
}

const firstServer = ({ problems, document }: Context, servers: readonly Server[]): Result<Server, Diagnostic> => {
  const [first, ...others] = servers
  const urls = others.filter(isComplete).map(shown)
  if (first === undefined || (isImplied(first) && others.length === 0))
    return { ok: false, problem: diagnostic(serverNeeded.none(), document.at) }
  const guessed = withHttps(first)
  if (!isComplete(guessed))
    return { ok: false, problem: diagnostic(serverNeeded.relative(shown(first), urls), first.at) }
  if (others.length > 0) report(problems, serversSeveral.ignored(shown(first), others.map(shown)), first.at)
  if (guessed !== first) report(problems, serverGuessed.https(shown(first)), first.at)
  return { ok: true, value: guessed }
}

/** Adds a scheme to a URL that begins with `//`: the scheme of the document's location is unknown. */
const withHttps = (server: Server): Server => {
  const { url, template } = server
  if (withScheme(template ?? url) === (template ?? url)) return server
  return { ...server, url: withScheme(url), ...(template !== undefined && { template: withScheme(template) }) }
}

/** Server of a document that has none: its location is the document's own. */
const isImplied = ({ url, at }: Server): boolean => url === '/' && (at.parent === undefined || at.key === 'basePath')

const shown = ({ url, template = url }: Server): string => withoutCredentials(template)

/** Returns the names of the Tag Objects, each once. */
const tagsOf = ({ document }: Context): string[] => {
  const tags = getOwn(document.value, 'tags')
  const names = (Array.isArray(tags) ? tags : []).map(tag => (isMapping(tag) ? asText(getOwn(tag, 'name')) : undefined))
  const used = names.filter(name => name !== undefined).map(name => shorten(oneLine(name), MAX_NAME))
  return [...new Set(used)].filter(name => name !== '').slice(0, MAX_TAGS)
}

/** Reports the fields that only an update of a connector could set. */
const reportNotSet = ({ problems, document }: Context, info: Mapping, infoAt: Location): void => {
  const docs = getField(document, 'externalDocs')
  const docsUrl = asText(getOwn(asMapping(docs.value) ?? {}, 'url'))
  if (docsUrl !== undefined)
    report(problems, connectorFieldNotSet.ignored('externalDocs', withoutCredentials(docsUrl)), docs.at)
  const logo = asMapping(getOwn(info, 'x-logo'))
  const logoUrl = logo && asText(getOwn(logo, 'url'))
  if (logoUrl !== undefined)
    report(problems, connectorFieldNotSet.ignored('x-logo', withoutCredentials(logoUrl)), child(infoAt, 'x-logo'))
}
