import { type Connector, connectorKey, type Model, type Mutation, type Version } from './model.ts'
import type { PlatformState } from './records.ts'

const versionRecord = ({ actions: _actions, definitions: _definitions, references: _references, ...record }: Version) =>
  record

const connectorRecord = ({ versions: _versions, ...record }: Connector) => record

/** The whole model as plain data. */
export function takeSnapshot(model: Model): PlatformState {
  return {
    schema: 1,
    connectors: Array.from(model.values(), connector => ({
      ...connectorRecord(connector),
      versions: Array.from(connector.versions.values(), version => ({
        ...versionRecord(version),
        definitions: [...version.definitions.values()],
        actions: [...version.actions.values()],
      })),
    })),
  }
}

/** The record of a version without its contents. */
export const recordOfVersion = versionRecord

/** The mutations that bring an empty model into the state of a snapshot. */
export function mutationsOf({ connectors }: PlatformState): Mutation[] {
  return connectors.flatMap(({ versions, ...connector }): Mutation[] => {
    const key = connectorKey(connector.organisationId, connector.id)
    return [
      { change: 'put-connector', record: connector },
      ...versions.flatMap(({ definitions, actions, ...version }): Mutation[] => {
        const at = { connector: key, version: version.id }
        return [
          { change: 'put-version', in: key, record: version },
          ...definitions.map((record): Mutation => ({ change: 'put-definition', in: at, record })),
          ...actions.map((record): Mutation => ({ change: 'put-action', in: at, record })),
        ]
      }),
    ]
  })
}
