import type { AuthSchemeConfig, ConnectorCreate } from '../../contract/connectors.ts'
import { derivedUlid } from '../../util/ulid.ts'
import type { PlannedAuthScheme } from '../authentication/planned-auth-scheme.ts'
import type { PlannedConnector } from './planned-connector.ts'

/** Tag with the creation id of a connector: it identifies the connector if the response of its creation is lost. */
export const CREATION_TAG = 'openapi-import'

/**
 * Makes the request that creates a connector. It never has a credential.
 * @param creationId identifies this creation; part of the ids of the authentication schemes
 */
export function connectorRequest(
  { name, baseUrl, connectionVariables, tags }: PlannedConnector,
  authSchemes: readonly PlannedAuthScheme[],
  creationId: string,
): ConnectorCreate {
  return {
    name,
    baseUrl,
    connectionVariables: [...connectionVariables],
    authSchemeConfigs: authSchemes.map(scheme => authSchemeRequest(scheme, creationId)),
    tags: { ...(tags.length > 0 && { openapi: [...tags] }), [CREATION_TAG]: [creationId] },
    public: false,
    connections: [],
  }
}

/**
 * Gives an authentication scheme its id: the same for the same scheme in the same connector.
 * @param owner creation id of the connector, or its id if no import has created it
 */
export function authSchemeRequest({ key, config }: PlannedAuthScheme, owner: string): AuthSchemeConfig {
  return { id: derivedUlid(JSON.stringify(['auth-scheme', owner, key])), ...config }
}
