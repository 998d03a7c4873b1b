import type { Route } from './http/router.ts'
import { actions, triggers } from './resources/actions-and-triggers.ts'
import { createConnector, getConnector, listConnectors, putAuthScheme } from './resources/connectors.ts'
import { deleteDefinition, deleteDefinitions } from './resources/definition-removal.ts'
import { createDefinitions, getDefinition, listDefinitions, updateDefinition } from './resources/definitions.ts'
import { publish, unpublish } from './resources/publishing.ts'
import { getPublicSchema, getSchema } from './resources/schemas.ts'
import { createVersion, deleteVersion, getVersion, listVersions, updateVersion } from './resources/versions.ts'
import type { SchemaCheck } from './rules/json-schema.ts'

/** The path of the Connect API's base URL. */
export const API = '/api/connect/v1'

const CONNECTORS = `${API}/o/:organisation/connectors`
const CONNECTOR = `${CONNECTORS}/:connector`
const HTTP_CONNECTORS = `${API}/o/:organisation/protocols/http/connectors`
const AUTH_SCHEME = `${CONNECTOR}/auth-scheme-configs/:name`
const VERSIONS = `${CONNECTOR}/versions`
const VERSION = `${VERSIONS}/:version`
const ACTIONS = `${VERSION}/actions`
const ACTION = `${ACTIONS}/:name`
const TRIGGERS = `${VERSION}/triggers`
const TRIGGER = `${TRIGGERS}/:name`
const DEFINITIONS = `${VERSION}/definitions`
const DEFINITION = `${DEFINITIONS}/:name`
const RAW_SCHEMA = `${API}/o/:organisation/schemas/:connector/:version/:file`
const PUBLIC_SCHEMA = '/api/schemas/v1/o/:organisation/:connector/:version/:file'

/** Lists the routes of the contract that the emulator supports. */
export function platformRoutes(check: SchemaCheck): Route[] {
  return [
    { method: 'GET', path: CONNECTORS, feature: 'GET connectors', handle: listConnectors },
    { method: 'GET', path: CONNECTOR, feature: 'GET connectors', handle: getConnector },
    { method: 'POST', path: HTTP_CONNECTORS, feature: 'POST connectors', reads: 'json', handle: createConnector },
    { method: 'PUT', path: AUTH_SCHEME, feature: 'PUT auth-scheme-configs', reads: 'json', handle: putAuthScheme },

    { method: 'GET', path: VERSIONS, feature: 'GET versions', handle: listVersions },
    { method: 'POST', path: VERSIONS, feature: 'POST versions', reads: 'json', handle: createVersion },
    { method: 'GET', path: VERSION, feature: 'GET versions', handle: getVersion },
    { method: 'PUT', path: VERSION, feature: 'PUT versions', reads: 'json', handle: updateVersion },
    { method: 'DELETE', path: VERSION, feature: 'DELETE versions', handle: deleteVersion },
    { method: 'POST', path: `${VERSION}/publish`, feature: 'publish', handle: publish },
    { method: 'POST', path: `${VERSION}/unpublish`, feature: 'unpublish', handle: unpublish },

    { method: 'GET', path: ACTIONS, feature: 'GET actions', handle: actions.list },
    { method: 'POST', path: ACTIONS, feature: 'POST actions', reads: 'json', handle: actions.create },
    { method: 'GET', path: ACTION, feature: 'GET actions', handle: actions.get },
    { method: 'PUT', path: ACTION, feature: 'PUT actions', reads: 'json', handle: actions.update },
    { method: 'DELETE', path: ACTION, feature: 'DELETE actions', handle: actions.remove },

    { method: 'GET', path: TRIGGERS, feature: 'GET triggers', handle: triggers.list },
    { method: 'POST', path: TRIGGERS, feature: 'POST triggers', reads: 'json', handle: triggers.create },
    { method: 'GET', path: TRIGGER, feature: 'GET triggers', handle: triggers.get },
    { method: 'PUT', path: TRIGGER, feature: 'PUT triggers', reads: 'json', handle: triggers.update },
    { method: 'DELETE', path: TRIGGER, feature: 'DELETE triggers', handle: triggers.remove },

    { method: 'GET', path: DEFINITIONS, feature: 'GET definitions', handle: listDefinitions },
    { method: 'POST', path: DEFINITIONS, feature: 'POST definitions', reads: 'json', handle: createDefinitions(check) },
    { method: 'DELETE', path: DEFINITIONS, feature: 'DELETE definitions', reads: 'json', handle: deleteDefinitions },
    { method: 'GET', path: DEFINITION, feature: 'GET definitions', handle: getDefinition },
    { method: 'PUT', path: DEFINITION, feature: 'PUT definitions', reads: 'json', handle: updateDefinition(check) },
    { method: 'DELETE', path: DEFINITION, feature: 'DELETE definitions', handle: deleteDefinition },

    { method: 'GET', path: RAW_SCHEMA, feature: 'GET schemas', handle: getSchema },
    { method: 'GET', path: PUBLIC_SCHEMA, feature: 'GET schemas', handle: getPublicSchema },
  ]
}
