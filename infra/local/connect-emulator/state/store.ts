import { openJournal, readStateFiles, writeSnapshot } from './files.ts'
import { applyMutation, type Connector, connectorKey, type Model, type Mutation } from './model.ts'
import type { PlatformState } from './records.ts'
import { mutationsOf, takeSnapshot } from './snapshot.ts'

export type Store = {
  connector(organisationId: string, connectorId: string): Connector | undefined
  /** The time of now, as records have it. */
  now(): string
  /** Makes the changes of one request, all or none; when it returns they outlive this process. */
  commit(mutations: readonly Mutation[]): void
  /** The whole state as plain data. */
  snapshot(): PlatformState
  /** The greatest id that the platform has given to a version, an action or a definition. */
  lastId(): string | undefined
  /** Writes the state file. Nothing can be committed afterwards. */
  close(): void
}

type StoreOptions = { readonly stateFile?: string | undefined; readonly now: () => number }

const replay = (stateFile: string, model: Model): void => {
  const { snapshot, entries } = readStateFiles(stateFile)
  for (const mutation of snapshot === undefined ? [] : mutationsOf(snapshot)) applyMutation(model, mutation)
  for (const { at, mutations } of entries) for (const mutation of mutations) applyMutation(model, mutation, at)
}

/** Opens the state that is kept in `stateFile`; without one the state lives and ends with this process. */
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
    connector: (organisationId, connectorId) => model.get(connectorKey(organisationId, connectorId)),
    now: time,
    commit(mutations) {
      if (closed) throw new Error('The platform is closed.')
      const at = time()
      journal?.append({ at, mutations })
      for (const mutation of mutations) applyMutation(model, mutation, at)
    },
    snapshot: () => takeSnapshot(model),
    lastId: () =>
      takeSnapshot(model)
        .connectors.flatMap(connector => connector.versions)
        .flatMap(version => [version, ...version.actions, ...version.definitions])
        .reduce<string | undefined>((last, { id }) => (last === undefined || id > last ? id : last), undefined),
    close() {
      if (closed) return
      closed = true
      journal?.close()
      if (stateFile !== undefined) writeSnapshot(stateFile, takeSnapshot(model))
    },
  }
}
