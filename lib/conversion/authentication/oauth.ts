import type { AuthScheme, OAuthGrantType, OAuthScope } from '../../contract/connectors.ts'
import {
  oauthAuthorizeUrl,
  oauthFlowUnsupported,
  oauthPassword,
  oauthRefreshUrl,
} from '../../diagnostics/kinds/security.ts'
import { report } from '../../diagnostics/report.ts'
import { child, displayPointer } from '../../json/location.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { OAuthFlow, SecurityScheme } from '../../openapi/objects/model.ts'
import { printable } from '../text.ts'
import { oauthUrl } from './oauth-url.ts'
import type { PlannedAuthScheme } from './planned-auth-scheme.ts'
import { describeAuthScheme } from './scheme-description.ts'

/** Facts about the use of a scheme that a flow's conversion needs. */
export type OAuthUse = {
  /** Scopes that requests need, each once. */
  readonly scopes: readonly string[]
  /** Complete URL of a server, for relative URLs. */
  readonly serverUrl: string | undefined
}

const GRANTS: ReadonlyMap<string, OAuthGrantType> = new Map([
  ['authorizationCode', 'authorization_code'],
  ['clientCredentials', 'client_credentials'],
  ['password', 'password'],
])

/**
 * Converts an OAuth 2.0 scheme: each flow becomes a scheme of its own.
 * @see https://spec.openapis.org/oas/v3.2.0.html#oauth-flows-object
 */
export function convertOAuth(context: Context, scheme: SecurityScheme, use: OAuthUse): PlannedAuthScheme[] {
  const { name, flows, at } = scheme
  if (flows.length === 0) report(context.problems, oauthFlowUnsupported.none(name), at)
  return flows.flatMap(flow => {
    const config = convertFlow(context, scheme, flow, use)
    if (config === undefined) return []
    // Also for a single flow: another one that is added later must not change its id.
    return [{ key: `${name}#${flow.name}`, pointer: displayPointer(flow.at), config }]
  })
}

const convertFlow = (
  context: Context,
  scheme: SecurityScheme,
  flow: OAuthFlow,
  { scopes: required, serverUrl }: OAuthUse,
): AuthScheme | undefined => {
  const { problems } = context
  const { name, flows } = scheme
  const grantType = GRANTS.get(flow.name)
  if (grantType === undefined) {
    report(problems, oauthFlowUnsupported.flow(name, flow.name), flow.at)
    return undefined
  }
  const tokenUrl = oauthUrl(context, scheme, flow, { field: 'tokenUrl', serverUrl })
  const isCode = grantType === 'authorization_code'
  const authorizeUrl = isCode ? oauthUrl(context, scheme, flow, { field: 'authorizationUrl', serverUrl }) : tokenUrl
  if (tokenUrl === undefined || authorizeUrl === undefined) return undefined
  if (!isCode) report(problems, oauthAuthorizeUrl.filled(name, flow.name), flow.at)
  if (grantType === 'password') report(problems, oauthPassword.discouraged(name), flow.at)
  if (flow.refreshUrl !== undefined && flow.refreshUrl !== flow.tokenUrl)
    report(problems, oauthRefreshUrl.ignored(name, flow.name), child(flow.at, 'refreshUrl'))
  const isElsewhere = (scope: string): boolean => flows.some(other => other !== flow && other.scopes.has(scope))
  const defaultScopes = required.filter(scope => flow.scopes.has(scope) || !isElsewhere(scope))
  const undeclared = defaultScopes.filter(scope => !flow.scopes.has(scope))
  return {
    schemeType: 'oauth2',
    description: describeAuthScheme(context, scheme, { label: flows.length > 1 ? `${name} (${flow.name})` : name }),
    authorizeUrl,
    tokenUrl,
    scopes: [...Array.from(flow.scopes, scopeOf), ...undeclared.map(scope => ({ name: scope }))],
    defaultScopes,
    grant: { grantType },
  }
}

const scopeOf = ([name, description]: readonly [string, string]): OAuthScope => {
  const text = printable(description).trim()
  return { name, ...(text !== '' && { description: text }) }
}
