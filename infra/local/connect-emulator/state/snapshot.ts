import { type Connector, connectorKey, type Model, type Mutation, type Version } from './model.ts'
import type { PlatformState } from './records.ts'

const versionRecord = ({
  actions: _actions,
  triggers: _triggers,
  definitions: _definitions,
  references: _references,
  ...record
}: Version) => record

/** Returns a connector without its versions. */
export const recordOfConnector = ({ versions: _versions, ...record }: Connector) => record

/** Converts the whole model to plain data. */
export function takeSnapshot(model: Model): PlatformState {
  return {
    schema: 1,
    connectors: Array.from(model.values(), connector => ({
      ...recordOfConnector(connector),
      versions: Array.from(connector.versions.values(), version => ({
        ...versionRecord(version),
        definitions: [...version.definitions.values()],
        actions: [...version.actions.values()],
        triggers: [...version.triggers.values()],
      })),
    })),
  }
}

/** Returns a version without its contents. */
export const recordOfVersion = versionRecord

/** Returns the mutations that restore a snapshot in an empty model. */
export function mutationsOf({ connectors }: PlatformState): Mutation[] {
  return connectors.flatMap(({ versions, ...connector }): Mutation[] => {
    const key = connectorKey(connector.organisationId, connector.id)
    return [
      { change: 'put-connector', record: connector },
      ...versions.flatMap(({ definitions, actions, triggers = [], ...version }): Mutation[] => {
        const at = { connector: key, version: version.id }
        return [
          { change: 'put-version', in: key, record: version },
          ...definitions.map((record): Mutation => ({ change: 'put-definition', in: at, record })),
          ...actions.map((record): Mutation => ({ change: 'put-action', in: at, record })),
          ...triggers.map((record): Mutation => ({ change: 'put-trigger', in: at, record })),
        ]
      }),
    ]
  })
}
