import { actionFindings } from '../rules/action-findings.ts'
import type { Connector, Version } from '../state/model.ts'
import type { DefinitionRecord, LinkRecord, TriggerRecord } from '../state/records.ts'
import { recordOfVersion } from '../state/snapshot.ts'
import { latestVersion } from './find.ts'
import { type SchemaFolder, schemaUrl } from './schema-url.ts'

/** `ConnectorVersion` of the contract. */
export function renderVersion(version: Version, connector: Connector) {
  // The contract has no way to choose a default version, so it is the latest one.
  const isLatest = latestVersion(connector)?.id === version.id
  return { ...recordOfVersion(version), isLatest, isDefault: isLatest }
}

/** `HTTPConnector` of the contract. */
export function renderConnector({ versions, ...record }: Connector) {
  return {
    ...record,
    public: false,
    protocol: 'http',
    authSchemeConfigs: record.authSchemeConfigs ?? [],
    connections: [],
    versions: Array.from(versions.values(), version => renderVersion(version, { ...record, versions })),
  }
}

const definitionCore = ({ content: _content, links: _links, ...record }: DefinitionRecord, folder: SchemaFolder) => ({
  ...record,
  url: schemaUrl(folder, record.id),
})

/** `Definition` of the contract. */
export function renderDefinition(record: DefinitionRecord, version: Version, folder: SchemaFolder) {
  return {
    ...definitionCore(record, folder),
    referencedBy: version.references.to(record.id),
  }
}

/** `Action` or `Trigger` of the contract; `errors` has the links to deleted definitions. */
export function renderAction(action: TriggerRecord, { definitions }: Version, folder: SchemaFolder) {
  // Without referencedBy, which would repeat the names of all actions in each action.
  const renderLinks = (links: readonly LinkRecord[]) =>
    links.flatMap(link => {
      const definition = definitions.byId(link.definition.id)
      return definition === undefined ? [] : [{ id: link.id, definition: definitionCore(definition, folder) }]
    })
  const { requestBody, responses } = action
  return {
    ...action,
    errors: actionFindings(action, definitions),
    ...(requestBody && { requestBody: { ...requestBody, definitions: renderLinks(requestBody.definitions) } }),
    responses: responses.map(response => ({ ...response, definitions: renderLinks(response.definitions) })),
  }
}
