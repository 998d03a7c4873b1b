/** Reasons of imports that create a connector or add its authentication: what is wrong, and what to do. */
export const CONNECTOR_REASONS = {
  connectorNameTaken: (name: string, id: string) =>
    `A connector named "${name}" exists already (${id}), and was not created for this document. Import into it (--connector ${id}), or create one with another name (--connector-name).`,
  connectorExists: (why: string) =>
    `The platform has a connector of this name already. Import into it, or create one with another name (--connector-name). ${why}`,
  creationForbidden: (why: string) =>
    `The token has no right to create connectors. Create the connector on the platform, or use another token. ${why}`,
  creationUnsupported: (why: string) =>
    `The platform can't create connectors by its API. Create the connector on the platform, and name it with --connector. ${why}`,
  creationTimeout: (owner: string) =>
    `Import ${owner} has been creating this connector for about half an hour. Import again when it has ended.`,
  nothingToCopy: (version: string) =>
    `The connector does not exist yet, so it has no version "${version}" to copy. Remove fromVersion.`,
  authSchemeEdited: 'It was changed on the platform; kept (--force overwrites it).',
  authSchemeExists: 'The connector has an equal scheme already.',
} as const
