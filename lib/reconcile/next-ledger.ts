import type { ResourceName } from '../contract/requests.ts'
import type { LostContent, Plan, PlannedTrigger } from '../conversion/plan.ts'
import { createFingerprints, type Fingerprints, fingerprintFacts } from './compare/fingerprint.ts'
import type { DefinitionEntry, Ledger, ResourceEntry } from './ledger/ledger.ts'
import { nextConnection } from './next-connection.ts'

/** Result of one item, reduced to the fields that the ledger needs. */
export type Applied = {
  readonly change: string
  readonly status: string
  readonly id?: string
  readonly stored?: string
  readonly renamedFrom?: string
  /** A conflict was decided for the platform: the document's content counts as applied, and is not written. */
  readonly accepted?: true
}

/** Results by the names of the items. */
type ByKind = Readonly<Record<ResourceName | 'definitions', ReadonlyMap<string, Applied>>>

/** Results of an import; `removed` are items that the document no longer has. */
export type AppliedResults = ByKind & { readonly removed: ByKind }

/** Returns the ledger after an import: applied items are recorded, all others keep their entry. */
export function nextLedger(
  ledger: Ledger,
  plan: Plan,
  results: AppliedResults,
  fingerprints: Fingerprints = createFingerprints(),
): Ledger {
  const hosts = plan.hosts ?? ledger.hosts
  const resources = {
    actions: nextResources(ledger.actions, plan.actions, resultsOf('actions', results), fingerprints),
    triggers: nextResources(ledger.triggers, plan.triggers, resultsOf('triggers', results), fingerprints),
  }
  const connection = nextConnection(ledger.connection, plan, resources)
  return {
    ...resources,
    definitions: nextDefinitions(ledger, plan, results, fingerprints),
    title: plan.document.title,
    ...(connection && { connection }),
    ...(hosts !== undefined && { hosts }),
  }
}

type KindResults = { readonly settled: ReadonlyMap<string, Applied>; readonly removed: ReadonlyMap<string, Applied> }

const resultsOf = (kind: ResourceName, results: AppliedResults): KindResults => {
  return { settled: results[kind], removed: results.removed[kind] }
}

const nextResources = (
  ledger: ReadonlyMap<string, ResourceEntry>,
  planned: readonly PlannedTrigger[],
  { settled, removed }: KindResults,
  fingerprints: Fingerprints,
): Map<string, ResourceEntry> => {
  const entries = new Map<string, ResourceEntry>()
  const renamed = new Set<string>()
  for (const { name, method, path, security = [], facts: beyond, payload, lost } of planned) {
    const outside = { security: [...security], ...(beyond && { facts: fingerprintFacts(beyond) }) }
    const facts = { method, path, ...outside }
    const before = ledger.get(name)
    const result = settled.get(name)
    if (payload !== undefined && result?.status === 'done') {
      const applied = fingerprints.ofPayload(payload)
      const stored = result.stored ?? (before?.applied === applied ? before.stored : applied)
      entries.set(name, { applied, stored, ...facts, ...lostOf(lost) })
      if (result.renamedFrom !== undefined && result.change === 'update') renamed.add(result.renamedFrom)
    } else if (payload !== undefined && result?.accepted) {
      const applied = fingerprints.ofPayload(payload)
      // The platform's content differs from both, so it counts as edited.
      entries.set(result.renamedFrom ?? name, { applied, stored: applied, ...facts, ...keptAsOf(name, result) })
    } else if (
      payload !== undefined &&
      result?.change === 'keep' &&
      before?.applied === fingerprints.ofPayload(payload)
    )
      // The document's content was applied before: only what the platform does not store can have changed.
      entries.set(name, withOutside(before, outside))
    else if (before !== undefined && !isRemoved(removed.get(name))) entries.set(name, before)
  }
  keepOthers(ledger, entries, removed, renamed)
  return entries
}

const withOutside = ({ facts, ...entry }: ResourceEntry, outside: Partial<ResourceEntry>): ResourceEntry => ({
  ...entry,
  ...outside,
})

const nextDefinitions = (
  ledger: Ledger,
  plan: Plan,
  results: AppliedResults,
  fingerprints: Fingerprints,
): Map<string, DefinitionEntry> => {
  const entries = new Map<string, DefinitionEntry>()
  const renamed = new Set<string>()
  for (const definition of plan.definitions) {
    const before = ledger.definitions.get(definition.name)
    const result = results.definitions.get(definition.name)
    if (result?.status === 'done' && result.id !== undefined) {
      const { id, renamedFrom } = result
      if (renamedFrom !== undefined) renamed.add(renamedFrom)
      entries.set(definition.name, {
        applied: fingerprints.ofDefinition(definition),
        id,
        pointer: definition.pointer,
        references: [...definition.references],
        ...lostOf(definition.lost),
      })
    } else if (result?.accepted && result.id !== undefined) {
      const key = result.renamedFrom ?? definition.name
      // The content on the platform may still refer to what it referred to before.
      const references = new Set([...(ledger.definitions.get(key)?.references ?? []), ...definition.references])
      entries.set(key, {
        applied: fingerprints.ofDefinition(definition),
        id: result.id,
        pointer: definition.pointer,
        references: [...references],
        ...keptAsOf(definition.name, result),
      })
    } else if (before !== undefined) entries.set(definition.name, before)
  }
  keepOthers(ledger.definitions, entries, results.removed.definitions, renamed)
  return entries
}

const lostOf = (lost: LostContent | undefined): { lost?: string[] } =>
  lost === undefined ? {} : { lost: [...lost.pointers] }

const keptAsOf = (name: string, { renamedFrom }: Applied): { keptAs?: string } =>
  renamedFrom === undefined ? {} : { keptAs: name }

const isRemoved = (result: Applied | undefined): boolean => result?.change === 'remove' && result.status === 'done'

/** Keeps the entries of items outside of the plan until they are removed from the platform. */
const keepOthers = <Entry>(
  before: ReadonlyMap<string, Entry>,
  after: Map<string, Entry>,
  removed: ReadonlyMap<string, Applied>,
  renamed: ReadonlySet<string>,
): void => {
  for (const [name, entry] of before) {
    const result = removed.get(name)
    const gone = renamed.has(name) || isRemoved(result)
    if (!after.has(name) && !gone) after.set(name, entry)
  }
}
