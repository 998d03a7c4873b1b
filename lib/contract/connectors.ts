/** Connectors and their authentication in requests of the Connect API, as its published contract defines them. */

/** `OAuth2Scope` of the contract. */
export type OAuthScope = { name: string; description?: string }

/** Grant types of the contract. */
export type OAuthGrantType = 'authorization_code' | 'client_credentials' | 'password'

type ApiKeyScheme = { schemeType: 'api-key'; name: string; in: 'query' | 'header' | 'cookie' }
type OAuthScheme = {
  schemeType: 'oauth2'
  authorizeUrl: string
  tokenUrl: string
  scopes: OAuthScope[]
  defaultScopes: string[]
  /** Never has a client id or secret: a person enters them on the platform. */
  grant: { grantType: OAuthGrantType }
}

/** `AuthSchemeConfig` of the contract without its id: the fields that an import can set. */
export type AuthScheme = { description: string } & (
  | { schemeType: 'none' | 'basic-auth' | 'certificate' }
  | ApiKeyScheme
  | OAuthScheme
)

/** `AuthSchemeConfig` of the contract. The client makes its id, a ULID that is unique in the connector. */
export type AuthSchemeConfig = { id: string } & AuthScheme

/** `ConnectionVariable` of the contract. */
export type ConnectionVariable = { name: string; value: string }

/** `HTTPConnectorCreate` of the contract. `connections` is required, but has no properties: it is empty. */
export type ConnectorCreate = {
  name: string
  baseUrl: string
  connectionVariables: ConnectionVariable[]
  authSchemeConfigs: AuthSchemeConfig[]
  tags: Record<string, string[]>
  public: false
  connections: []
}
