import { actionFindings } from '../rules/action-findings.ts'
import type { Connector, Version } from '../state/model.ts'
import type { ActionRecord, DefinitionRecord, LinkRecord } from '../state/records.ts'
import { recordOfVersion } from '../state/snapshot.ts'
import { latestVersion } from './find.ts'
import { type SchemaPlace, schemaUrl } from './schema-url.ts'

/** Records as the contract's answers show them. */

/** `ConnectorVersion` of the contract. */
export function renderVersion(version: Version, connector: Connector) {
  // Nobody can choose a default version here, so it is the latest one.
  const isLatest = latestVersion(connector)?.id === version.id
  return { ...recordOfVersion(version), isLatest, isDefault: isLatest }
}

/** `HTTPConnector` of the contract. */
export function renderConnector({ versions, ...record }: Connector) {
  return {
    ...record,
    public: false,
    protocol: 'http',
    authSchemeConfigs: [],
    connections: [],
    versions: Array.from(versions.values(), version => renderVersion(version, { ...record, versions })),
  }
}

const definitionCore = ({ content: _content, links: _links, ...record }: DefinitionRecord, place: SchemaPlace) => ({
  ...record,
  url: schemaUrl(place, record.id),
})

/** `Definition` of the contract. */
export function renderDefinition(record: DefinitionRecord, version: Version, place: SchemaPlace) {
  return {
    ...definitionCore(record, place),
    referencedBy: version.references.to(record.id),
  }
}

/** `Action` of the contract; a link whose definition was deleted is told in `errors` instead. */
export function renderAction(action: ActionRecord, { definitions }: Version, place: SchemaPlace) {
  // Without referencedBy: a definition that every action links to would repeat all their names in each of them.
  const renderLinks = (links: readonly LinkRecord[]) =>
    links.flatMap(link => {
      const definition = definitions.byId(link.definition.id)
      return definition === undefined ? [] : [{ id: link.id, definition: definitionCore(definition, place) }]
    })
  const { requestBody, responses } = action
  return {
    ...action,
    errors: actionFindings(action, definitions),
    ...(requestBody && { requestBody: { ...requestBody, definitions: renderLinks(requestBody.definitions) } }),
    responses: responses.map(response => ({ ...response, definitions: renderLinks(response.definitions) })),
  }
}
