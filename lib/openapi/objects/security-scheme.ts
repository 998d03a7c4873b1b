import { malformed } from '../../diagnostics/kinds/objects.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located } from '../../json/location.ts'
import { asText, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { type Context, mappingAt } from './context.ts'
import { flagAt, textAt } from './fields.ts'
import type { OAuthFlow, SecurityScheme } from './model.ts'

/**
 * Returns the unread Security Scheme Objects of the document by name.
 * @see https://spec.openapis.org/oas/v3.2.0.html#components-object
 * @see https://spec.openapis.org/oas/v2.0.html#security-definitions-object
 */
export function listSecuritySchemes(context: Context): ReadonlyMap<string, Located> {
  const { dialect, document } = context
  const section = dialect === '2.0' ? getField(document, 'securityDefinitions') : componentsOf(context)
  if (section?.value === undefined || section.value === null) return new Map()
  const schemes = mappingAt(context, section, 'Security Scheme Objects by name')
  if (schemes === undefined) return new Map()
  const names = Object.keys(schemes.value).filter(name => !name.startsWith('x-') || isMapping(schemes.value[name]))
  return new Map(names.map(name => [name, getField(schemes, name)]))
}

const componentsOf = ({ document }: Context): Located | undefined => {
  const { value, at } = getField(document, 'components')
  return isMapping(value) ? getField({ value, at }, 'securitySchemes') : undefined
}

/**
 * Reads a Security Scheme Object in the form of 3.x; undefined if it is not an object or has no type.
 * @see https://spec.openapis.org/oas/v3.2.0.html#security-scheme-object
 * @see https://spec.openapis.org/oas/v2.0.html#security-scheme-object
 */
export function readSecurityScheme(context: Context, name: string, node: Located): SecurityScheme | undefined {
  const scheme = mappingAt(context, node, 'a Security Scheme Object')
  if (scheme === undefined) return undefined
  const type = textAt(context, scheme, 'type')
  if (type === undefined) {
    report(context.problems, malformed.fieldMissing('A security scheme', 'type'), scheme.at)
    return undefined
  }
  const isBasic = context.dialect === '2.0' && type === 'basic'
  return {
    name,
    at: node.at,
    type: isBasic ? 'http' : type,
    description: textAt(context, scheme, 'description'),
    isDeprecated: context.dialect === '3.2' && flagAt(context, scheme, 'deprecated') === true,
    parameter: textAt(context, scheme, 'name'),
    in: textAt(context, scheme, 'in'),
    httpScheme: isBasic ? 'basic' : textAt(context, scheme, 'scheme')?.toLowerCase(),
    bearerFormat: textAt(context, scheme, 'bearerFormat'),
    // Only compared, never imported: a value of another type is not worth a diagnostic.
    openIdConnectUrl: asText(getOwn(scheme.value, 'openIdConnectUrl')),
    flows: type === 'oauth2' ? readFlows(context, scheme) : [],
  }
}

/** Names of 3.x for the flows of 2.0. */
const FLOWS_2: ReadonlyMap<string, string> = new Map([
  ['accessCode', 'authorizationCode'],
  ['application', 'clientCredentials'],
])

const readFlows = (context: Context, scheme: Located<Mapping>): OAuthFlow[] => {
  if (context.dialect === '2.0') {
    const flow = textAt(context, scheme, 'flow')
    if (flow !== undefined) return [readFlow(context, FLOWS_2.get(flow) ?? flow, scheme)]
    report(context.problems, malformed.fieldMissing('A security scheme of OAuth 2.0', 'flow'), scheme.at)
    return []
  }
  const field = getField(scheme, 'flows')
  if (field.value === undefined || field.value === null) {
    report(context.problems, malformed.fieldMissing('A security scheme of OAuth 2.0', 'flows'), scheme.at)
    return []
  }
  const flows = mappingAt(context, field, 'an OAuth Flows Object')
  if (flows === undefined) return []
  return Object.keys(flows.value).flatMap(name => {
    if (name.startsWith('x-')) return []
    const flow = mappingAt(context, getField(flows, name), 'an OAuth Flow Object')
    return flow === undefined ? [] : [readFlow(context, name, flow)]
  })
}

/** @see https://spec.openapis.org/oas/v3.2.0.html#oauth-flow-object */
const readFlow = (context: Context, name: string, flow: Located<Mapping>): OAuthFlow => ({
  name,
  at: flow.at,
  authorizationUrl: textAt(context, flow, 'authorizationUrl'),
  tokenUrl: textAt(context, flow, 'tokenUrl'),
  refreshUrl: textAt(context, flow, 'refreshUrl'),
  deviceAuthorizationUrl: asText(getOwn(flow.value, 'deviceAuthorizationUrl')),
  scopes: readScopes(context, flow),
})

/** Returns the descriptions of scopes by name. */
const readScopes = (context: Context, flow: Located<Mapping>): ReadonlyMap<string, string> => {
  const { value, at } = getField(flow, 'scopes')
  if (value === undefined || value === null) return new Map()
  if (!isMapping(value)) {
    report(context.problems, malformed.fieldType('scopes', 'an object', value), at)
    return new Map()
  }
  const names = Object.keys(value).filter(name => !(context.dialect === '2.0' && name.startsWith('x-')))
  return new Map(names.map(name => [name, asText(getOwn(value, name)) ?? '']))
}
