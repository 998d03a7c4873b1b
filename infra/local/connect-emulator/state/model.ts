import { type Collection, createCollection } from './collection.ts'
import {
  type ActionRecord,
  type ConnectorRecord,
  type DefinitionRecord,
  linksOf,
  type TriggerRecord,
  type VersionRecord,
} from './records.ts'
import { createReferences, type References } from './references.ts'

/** A version in memory: its record, its contents and their references. */
export type Version = VersionRecord & {
  readonly actions: Collection<ActionRecord>
  readonly triggers: Collection<TriggerRecord>
  readonly definitions: Collection<DefinitionRecord>
  readonly references: References
}

export type Connector = ConnectorRecord & { readonly versions: Collection<Version> }

export type Model = Map<string, Connector>

export function connectorKey(organisationId: string, connectorId: string): string {
  return `${organisationId}/${connectorId}`
}

/** The key of a connector and, by id because names change, one of its versions. */
export type VersionKey = { readonly connector: string; readonly version: string }

/** A change of the state, as plain data. Applying it is idempotent. */
export type Mutation =
  | { readonly change: 'put-connector'; readonly record: ConnectorRecord }
  | { readonly change: 'put-version'; readonly in: string; readonly record: VersionRecord }
  | { readonly change: 'remove-version'; readonly in: string; readonly id: string }
  | { readonly change: 'put-action'; readonly in: VersionKey; readonly record: ActionRecord }
  | { readonly change: 'put-trigger'; readonly in: VersionKey; readonly record: TriggerRecord }
  | { readonly change: 'put-definition'; readonly in: VersionKey; readonly record: DefinitionRecord }
  | {
      readonly change: 'remove-action' | 'remove-trigger' | 'remove-definition'
      readonly in: VersionKey
      readonly id: string
    }

type ContentMutation = Extract<Mutation, { in: VersionKey }>

const changeContent = (version: Version, mutation: ContentMutation): void => {
  const { actions, triggers, definitions, references } = version
  const link = (type: 'action' | 'trigger', record: TriggerRecord): void =>
    references.set(
      { type, id: record.id, name: record.name },
      linksOf(record).map(link => link.definition.id),
    )
  switch (mutation.change) {
    case 'put-action':
      actions.put(mutation.record)
      link('action', mutation.record)
      return
    case 'put-trigger':
      triggers.put(mutation.record)
      link('trigger', mutation.record)
      return
    case 'put-definition': {
      const { record } = mutation
      definitions.put(record)
      references.set({ type: 'definition', id: record.id, name: record.name }, Object.values(record.links))
      return
    }
    case 'remove-action':
      actions.remove(mutation.id)
      references.set({ type: 'action', id: mutation.id, name: '' }, [])
      return
    case 'remove-trigger':
      triggers.remove(mutation.id)
      references.set({ type: 'trigger', id: mutation.id, name: '' }, [])
      return
    case 'remove-definition':
      definitions.remove(mutation.id)
      references.set({ type: 'definition', id: mutation.id, name: '' }, [])
  }
}

/** Applies a mutation. `at`, if given, becomes the `updatedAt` of the changed version. */
export function applyMutation(model: Model, mutation: Mutation, at?: string): void {
  if (mutation.change === 'put-connector') {
    const { record } = mutation
    const key = connectorKey(record.organisationId, record.id)
    model.set(key, { ...record, versions: model.get(key)?.versions ?? createCollection<Version>() })
    return
  }
  if (mutation.change === 'put-version') {
    const versions = model.get(mutation.in)?.versions
    const known = versions?.byId(mutation.record.id)
    versions?.put({
      ...mutation.record,
      actions: known?.actions ?? createCollection<ActionRecord>(),
      triggers: known?.triggers ?? createCollection<TriggerRecord>(),
      definitions: known?.definitions ?? createCollection<DefinitionRecord>(),
      references: known?.references ?? createReferences(),
    })
    return
  }
  if (mutation.change === 'remove-version') {
    model.get(mutation.in)?.versions.remove(mutation.id)
    return
  }
  const versions = model.get(mutation.in.connector)?.versions
  const version = versions?.byId(mutation.in.version)
  if (version === undefined) return
  changeContent(version, mutation)
  if (at !== undefined) versions?.put({ ...version, updatedAt: at })
}
