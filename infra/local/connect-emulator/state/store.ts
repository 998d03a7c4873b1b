import { openJournal, readStateFiles, unreadable, writeSnapshot } from './files.ts'
import { applyMutation, type Connector, connectorKey, type Model, type Mutation } from './model.ts'
import type { PlatformState } from './records.ts'
import { mutationsOf, takeSnapshot } from './snapshot.ts'
import { ULID } from './ulid.ts'

export type Store = {
  connector(organisationId: string, connectorId: string): Connector | undefined
  /** Returns all connectors of an organisation. */
  connectors(organisationId: string): readonly Connector[]
  /** Returns the current time (ISO 8601). */
  now(): string
  /** Applies all changes of one request. They survive the end of this process. */
  commit(mutations: readonly Mutation[]): void
  /** Returns the whole state as plain data. */
  snapshot(): PlatformState
  /** Returns the greatest id of a connector, a version, an action, a trigger or a definition. */
  lastId(): string | undefined
  /** Writes the state file. `commit` throws afterwards. */
  close(): void
}

type StoreOptions = { readonly stateFile?: string | undefined; readonly now: () => number }

const replay = (stateFile: string, model: Model): void => {
  const { snapshot, entries } = readStateFiles(stateFile)
  try {
    for (const mutation of snapshot === undefined ? [] : mutationsOf(snapshot)) applyMutation(model, mutation)
    for (const { at, mutations } of entries) for (const mutation of mutations) applyMutation(model, mutation, at)
  } catch (cause) {
    throw unreadable(stateFile, cause)
  }
}

/** Opens the state in `stateFile`; without a file, the state is only in memory. */
export function openStore({ stateFile, now }: StoreOptions): Store {
  const model: Model = new Map()
  if (stateFile !== undefined) {
    replay(stateFile, model)
    writeSnapshot(stateFile, takeSnapshot(model))
  }
  const journal = stateFile === undefined ? undefined : openJournal(stateFile)
  const time = (): string => new Date(now()).toISOString()
  let closed = false

  return {
    connectors: organisationId => [...model.values()].filter(connector => connector.organisationId === organisationId),
    connector: (organisationId, connectorId) => model.get(connectorKey(organisationId, connectorId)),
    now: time,
    commit(mutations) {
      if (closed) throw new Error('The emulator is closed.')
      const at = time()
      journal?.append({ at, mutations })
      for (const mutation of mutations) applyMutation(model, mutation, at)
    },
    snapshot: () => takeSnapshot(model),
    lastId: () =>
      takeSnapshot(model)
        .connectors.flatMap(connector => [
          // The id of a seeded connector can be any string.
          ...(ULID.test(connector.id) ? [connector] : []),
          ...connector.versions.flatMap(version => [
            ...[version, ...version.actions, ...(version.triggers ?? [])],
            ...version.definitions,
          ]),
        ])
        .reduce<string | undefined>((last, { id }) => (last === undefined || id > last ? id : last), undefined),
    close() {
      if (closed) return
      closed = true
      journal?.close()
      if (stateFile !== undefined) writeSnapshot(stateFile, takeSnapshot(model))
    },
  }
}
