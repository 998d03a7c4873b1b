import { quote } from '../../json/quote.ts'
import { info, kind, warning } from '../kind.ts'

export const bearerAsApiKey = kind(
  'bearer-as-api-key',
  {
    meaning:
      'The platform has no authentication scheme for bearer tokens. The scheme became an API key in the header `Authorization`.',
    remedy: 'Enter the whole value of the header in the connection: `Bearer`, a space, and the token.',
  },
  {
    converted: info(
      (name: string) =>
        `Security scheme ${quote(name)} became an API key in the header Authorization; enter "Bearer <token>" in the connection.`,
    ),
  },
)

export const oauthRefreshUrl = kind(
  'oauth-refresh-url',
  {
    meaning: 'The platform has no field for the `refreshUrl` of an OAuth flow; it refreshes tokens at the token URL.',
    remedy: 'Check that the token URL of the API also refreshes tokens.',
  },
  {
    ignored: info(
      (name: string, flow: string) =>
        `Security scheme ${quote(name)}: refreshUrl of the flow ${flow} is ignored; tokens are refreshed at the token URL.`,
    ),
  },
)

export const oauthAuthorizeUrl = kind(
  'oauth-authorize-url',
  {
    meaning:
      'The platform requires an authorization URL for every grant type, but OpenAPI defines none for this flow. The token URL is used; the grant type does not use it.',
    remedy: 'Nothing to do.',
  },
  {
    filled: info(
      (name: string, flow: string) =>
        `Security scheme ${quote(name)}: the flow ${flow} has no authorization URL; the token URL is used.`,
    ),
  },
)

export const oauthPassword = kind(
  'oauth-password',
  {
    meaning: 'The OAuth flow `password` gives the password of a user to the client. RFC 9700 forbids it.',
    remedy: 'Prefer another scheme of the API, if it has one.',
  },
  {
    discouraged: info(
      (name: string) => `Security scheme ${quote(name)} has the flow password, which RFC 9700 forbids; imported.`,
    ),
  },
)

export const oauthFlowUnsupported = kind(
  'oauth-flow-unsupported',
  {
    meaning:
      'An OAuth flow has no form on the platform (`implicit`, `deviceAuthorization`), or its URLs are missing or not complete. It was skipped.',
    remedy: 'Use another flow of the scheme, or set up the authentication on the platform.',
  },
  {
    flow: warning(
      (name: string, flow: string) =>
        `Security scheme ${quote(name)}: the platform does not support the flow ${quote(flow)}; skipped.`,
    ),
    missing: warning(
      (name: string, flow: string, field: string) =>
        `Security scheme ${quote(name)}: the flow ${flow} has no ${field}; skipped.`,
    ),
    url: warning(
      (name: string, flow: string, field: string) =>
        `Security scheme ${quote(name)}: ${field} of the flow ${flow} must be a complete http or https URL; the flow is skipped.`,
    ),
    none: warning((name: string) => `Security scheme ${quote(name)} has no OAuth flow; skipped.`),
  },
)

export const oauthUrlCredentials = kind(
  'oauth-url-credentials',
  {
    meaning:
      'A URL of an OAuth flow contains a user name, or a query parameter with the name of a credential. Credentials in a document are never imported.',
    remedy: 'Remove it from the document, and replace the credential, since other readers of the document have it too.',
  },
  {
    removed: warning(
      (name: string, field: string) =>
        `Security scheme ${quote(name)}: ${field} contains a credential; removed from the URL.`,
    ),
  },
)

export const securitySchemeUnsupported = kind(
  'security-scheme-unsupported',
  {
    meaning:
      'A security scheme has no form on the platform (such as `http` with `digest`), or it lacks a required field. It was skipped.',
    remedy: 'Set up the authentication on the platform, or correct the scheme.',
  },
  {
    type: warning(
      (name: string, type: string) =>
        `Security scheme ${quote(name)}: the platform does not support the type ${quote(type)}; skipped.`,
    ),
    http: warning((name: string, scheme: string) =>
      scheme === ''
        ? `Security scheme ${quote(name)} must have scheme; skipped.`
        : `Security scheme ${quote(name)}: the platform does not support HTTP authentication ${quote(scheme)}; skipped.`,
    ),
    tooMany: warning(
      (limit: number, count: number) =>
        `A connector gets at most ${limit} authentication schemes from a document; ${count} are skipped.`,
    ),
    parameterName: warning(
      (name: string) => `Security scheme ${quote(name)}: the name of the API key is missing or not legal; skipped.`,
    ),
    parameterLocation: warning(
      (name: string) => `Security scheme ${quote(name)}: "in" must be header, query or cookie; skipped.`,
    ),
  },
)

export const oidcNeedsEndpoints = kind(
  'oidc-needs-endpoints',
  {
    meaning:
      'The platform has no scheme for OpenID Connect, and the document has only the URL of a discovery document, which is not fetched. The scheme was skipped.',
    remedy: 'Add an `oauth2` scheme with the endpoints of the discovery document, or set it up on the platform.',
  },
  {
    skipped: warning(
      (name: string) =>
        `Security scheme ${quote(name)} is OpenID Connect, whose endpoints are not in the document; skipped.`,
    ),
  },
)

export const securitySchemeUnknown = kind(
  'security-scheme-unknown',
  {
    meaning: 'A security requirement names a scheme that the document does not define.',
    remedy: 'Correct the name, or define the scheme.',
  },
  {
    ignored: warning(
      (name: string) => `A security requirement names ${quote(name)}, which is not a security scheme; ignored.`,
    ),
  },
)

export const securitySchemeUnused = kind(
  'security-scheme-unused',
  {
    meaning: 'No imported operation requires a security scheme. It was skipped.',
    remedy: 'If operations need it, add it to `security` of the document.',
  },
  { skipped: info((name: string) => `No imported operation requires security scheme ${quote(name)}; skipped.`) },
)

export const securityCombined = kind(
  'security-combined',
  {
    meaning:
      'Requests need several security schemes at the same time. Each became an authentication scheme of its own.',
    remedy: 'Add a credential for each of them to one connection, in this order.',
  },
  {
    recipe: info(
      (names: readonly string[]) =>
        `Requests need ${names.map(name => quote(name)).join(' and ')} together; add a credential for each to one connection, in this order.`,
    ),
  },
)

/** Longest name of a requirement in a message, in characters. */
const MAX_REQUIREMENT = 150
/** Number of requirements that a message names. */
const SHOWN = 5

const countedRequirement = ({ count, requirement }: { readonly count: number; readonly requirement: string }): string =>
  `${count} ${requirement.length > MAX_REQUIREMENT ? `${requirement.slice(0, MAX_REQUIREMENT - 1)}…` : requirement}`

export const securityPerOperation = kind(
  'security-per-operation',
  {
    meaning:
      'Operations have different security requirements. Actions have none of their own: a connection authenticates all of them the same way.',
    remedy: 'Choose a scheme and scopes that all actions in use accept, or create one connection for each scheme.',
  },
  {
    differs: info((groups: readonly { readonly count: number; readonly requirement: string }[]) => {
      const more = groups.length > SHOWN ? `; ${groups.length - SHOWN} more` : ''
      return `Operations have ${groups.length} different security requirements: ${groups.slice(0, SHOWN).map(countedRequirement).join('; ')}${more}. A connection authenticates all actions the same way.`
    }),
  },
)
