import { serverGuessed } from '../../diagnostics/kinds/paths.ts'
import { oauthFlowUnsupported, oauthUrlCredentials } from '../../diagnostics/kinds/security.ts'
import { report } from '../../diagnostics/report.ts'
import { child } from '../../json/location.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { OAuthFlow, SecurityScheme } from '../../openapi/objects/model.ts'

/** Names of query parameters that hold a credential. */
const CREDENTIAL = /secret|passw|token$|api[-_]?key|credential|signature|assertion/i

/**
 * Returns a URL of an OAuth flow, resolved against a server and without credentials. Reports a URL that is missing or not
 * complete, and returns undefined.
 */
export function oauthUrl(
  { problems }: Context,
  { name }: SecurityScheme,
  flow: OAuthFlow,
  { field, serverUrl }: { readonly field: 'authorizationUrl' | 'tokenUrl'; readonly serverUrl: string | undefined },
): string | undefined {
  const stated = flow[field]?.trim() ?? ''
  const at = child(flow.at, field)
  if (stated === '') {
    report(problems, oauthFlowUnsupported.missing(name, flow.name, field), flow.at)
    return undefined
  }
  const isRelative = !/^[a-z][a-z0-9+.-]*:/i.test(stated)
  const url = isRelative ? serverUrl && URL.parse(stated, asFolder(serverUrl)) : URL.parse(stated)
  if (!url || !/^https?:$/.test(url.protocol) || /[{}]/.test(stated)) {
    report(problems, oauthFlowUnsupported.url(name, flow.name, field), at)
    return undefined
  }
  const secrets = [...url.searchParams.keys()].filter(key => CREDENTIAL.test(key))
  if (url.username !== '' || url.password !== '' || secrets.length > 0) {
    report(problems, oauthUrlCredentials.removed(name, field), at)
    url.username = ''
    url.password = ''
    for (const key of secrets) url.searchParams.delete(key)
  }
  url.hash = ''
  if (isRelative) report(problems, serverGuessed.oauthUrl(name, field, url.href), at)
  return url.href
}

/** Makes a relative URL a continuation of the server's path. */
const asFolder = (url: string): string => (url.endsWith('/') ? url : `${url}/`)
