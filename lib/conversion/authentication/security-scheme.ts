import type { AuthScheme } from '../../contract/connectors.ts'
import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import { bearerAsApiKey, oidcNeedsEndpoints, securitySchemeUnsupported } from '../../diagnostics/kinds/security.ts'
import { report } from '../../diagnostics/report.ts'
import { displayPointer } from '../../json/location.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { SecurityScheme } from '../../openapi/objects/model.ts'
import { oneLine } from '../text.ts'
import { convertOAuth, type OAuthUse } from './oauth.ts'
import type { PlannedAuthScheme } from './planned-auth-scheme.ts'
import { describeAuthScheme } from './scheme-description.ts'

/**
 * Converts a Security Scheme Object; several flows of OAuth become several schemes. Reports a scheme that the platform
 * does not support, and returns an empty array.
 * @see https://spec.openapis.org/oas/v3.2.0.html#security-scheme-object
 */
export function convertSecurityScheme(context: Context, scheme: SecurityScheme, use: OAuthUse): PlannedAuthScheme[] {
  const { name, type, at } = scheme
  if (type === 'oauth2') return convertOAuth(context, scheme, use)
  const skip = (entry: DiagnosticEntry): [] => {
    report(context.problems, entry, at)
    return []
  }
  const planned = (config: AuthScheme): PlannedAuthScheme[] => [{ key: name, pointer: displayPointer(at), config }]
  switch (type) {
    case 'apiKey':
      return convertApiKey(context, scheme, planned, skip)
    case 'http':
      return convertHttp(context, scheme, planned, skip)
    case 'mutualTLS':
      return planned({ schemeType: 'certificate', description: describeAuthScheme(context, scheme) })
    case 'openIdConnect':
      return skip(oidcNeedsEndpoints.skipped(name))
    default:
      return skip(securitySchemeUnsupported.type(name, type))
  }
}

type Planned = (config: AuthScheme) => PlannedAuthScheme[]
type Skip = (entry: DiagnosticEntry) => []

const LOCATIONS = ['header', 'query', 'cookie'] as const

/** Name of a parameter: no white space, no control characters, and no braces, which the platform evaluates. */
const PARAMETER_NAME = /^[^\s\p{Cc}{}]+$/u
/** @see https://www.rfc-editor.org/rfc/rfc9110#section-5.1 */
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/

const convertApiKey = (context: Context, scheme: SecurityScheme, planned: Planned, skip: Skip): PlannedAuthScheme[] => {
  const location = LOCATIONS.find(known => known === scheme.in)
  if (location === undefined) return skip(securitySchemeUnsupported.parameterLocation(scheme.name))
  const name = scheme.parameter?.trim() ?? ''
  if (!(location === 'query' ? PARAMETER_NAME : TOKEN).test(name))
    return skip(securitySchemeUnsupported.parameterName(scheme.name))
  return planned({ schemeType: 'api-key', description: describeAuthScheme(context, scheme), name, in: location })
}

/** @see https://www.iana.org/assignments/http-authschemes */
const convertHttp = (context: Context, scheme: SecurityScheme, planned: Planned, skip: Skip): PlannedAuthScheme[] => {
  const { name, httpScheme = '', bearerFormat } = scheme
  if (httpScheme === 'basic')
    return planned({ schemeType: 'basic-auth', description: describeAuthScheme(context, scheme) })
  if (httpScheme !== 'bearer') return skip(securitySchemeUnsupported.http(name, httpScheme))
  report(context.problems, bearerAsApiKey.converted(name), scheme.at)
  const format = oneLine(bearerFormat ?? '')
  const note = `Enter the whole value: Bearer <token>.${format === '' ? '' : ` Format of the token: ${format}.`}`
  const description = describeAuthScheme(context, scheme, { note })
  return planned({ schemeType: 'api-key', description, name: 'Authorization', in: 'header' })
}
