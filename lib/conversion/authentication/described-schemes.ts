import { displayPointer, type Location } from '../../json/location.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Operation, SecurityScheme } from '../../openapi/objects/model.ts'
import { readSecurityScheme } from '../../openapi/objects/security-scheme.ts'
import { sha256 } from '../../util/hash.ts'
import { withoutCredentials } from '../paths/base-path.ts'
import { isCredentialName } from './credential-name.ts'
import { listSchemes } from './plan-authentication.ts'
import { alternativesOf, readUsage } from './requirements.ts'

/** Security scheme as a document describes it, also if the platform does not support it: for the comparison of releases. */
export type DescribedScheme = {
  /** Identifies it in the document: its name, with its flow for OAuth (`login#clientCredentials`). */
  readonly key: string
  readonly pointer: string
  /** True if an imported operation requires it. */
  readonly isUsed: boolean
  /** Fields that a connection depends on: type, place and URLs, without credentials. Absent if it can't be read. */
  readonly facts?: Readonly<Record<string, string>>
  /** Sorted names. */
  readonly scopes: readonly string[]
  readonly isDeprecated: boolean
  /** Hash of the descriptions. */
  readonly texts: string
}

/**
 * Describes all security schemes of the document. Reports nothing.
 * @param serverUrl complete URL of the document's server, for relative URLs
 */
export function describeSchemes(
  context: Context,
  operations: readonly Pick<Operation, 'security'>[],
  serverUrl: string | undefined,
): DescribedScheme[] {
  const alternatives = alternativesOf(readUsage(context, operations))
  const used = new Set(alternatives.flatMap(({ schemes }) => [...schemes.keys()]))
  return Array.from(listSchemes(context, alternatives)).flatMap(([name, node]) => {
    const isUsed = used.has(name)
    const scheme = readSecurityScheme(context, name, node)
    if (scheme !== undefined) return describeScheme(scheme, isUsed, serverUrl)
    return [{ key: name, pointer: displayPointer(node.at), isUsed, scopes: [], isDeprecated: false, texts: '' }]
  })
}

const describeScheme = (
  { name, at, type, description = '', isDeprecated, bearerFormat = '', flows, ...scheme }: SecurityScheme,
  isUsed: boolean,
  serverUrl: string | undefined,
): DescribedScheme[] => {
  const described = (
    key: string,
    at: Location,
    facts: Readonly<Record<string, string | undefined>>,
    scopes: ReadonlyMap<string, string> = new Map(),
  ): DescribedScheme => ({
    key,
    pointer: displayPointer(at),
    isUsed,
    facts: { type, ...withValues(facts) },
    scopes: [...scopes.keys()].sort(),
    isDeprecated,
    texts: hashOf([description, bearerFormat, ...[...scopes].map(each => each.join('\n')).sort()]),
  })
  const url = (stated: string | undefined): string | undefined => statedUrl(stated, serverUrl)
  switch (type) {
    case 'apiKey':
      return [described(name, at, { in: scheme.in, name: scheme.parameter?.trim() })]
    case 'http':
      return [described(name, at, { scheme: scheme.httpScheme })]
    case 'openIdConnect':
      return [described(name, at, { openIdConnectUrl: url(scheme.openIdConnectUrl) })]
    case 'oauth2':
      if (flows.length === 0) return [described(name, at, {})]
      return flows.map(flow => {
        const [tokenUrl, refreshUrl] = [url(flow.tokenUrl), url(flow.refreshUrl)]
        const facts = {
          authorizationUrl: url(flow.authorizationUrl),
          deviceAuthorizationUrl: url(flow.deviceAuthorizationUrl),
          tokenUrl,
          // Without one, it is that of the tokens.
          refreshUrl: refreshUrl === tokenUrl ? undefined : refreshUrl,
        }
        return described(`${name}#${flow.name}`, flow.at, facts, flow.scopes)
      })
    default:
      return [described(name, at, {})]
  }
}

const withValues = (facts: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(facts).filter((fact): fact is [string, string] => fact[1] !== undefined && fact[1] !== ''),
  )

/** Long enough to distinguish texts. */
const HASH_LENGTH = 16

const hashOf = (texts: readonly string[]): string =>
  texts.every(text => text === '') ? '' : sha256(texts.join('\0')).slice(0, HASH_LENGTH)

/** Returns a URL in one form, without credentials; a relative one only if no server is known. */
const statedUrl = (stated: string | undefined, serverUrl: string | undefined): string | undefined => {
  const text = stated?.trim() ?? ''
  if (text === '') return undefined
  const base = serverUrl === undefined || serverUrl.endsWith('/') ? serverUrl : `${serverUrl}/`
  const url = URL.parse(text, base)
  if (!url) return withoutCredentials(text)
  url.username = ''
  url.password = ''
  for (const key of [...url.searchParams.keys()].filter(isCredentialName)) url.searchParams.delete(key)
  url.hash = ''
  return url.href
}
