import type { LostContent, Plan } from '../conversion/plan.ts'
import { fingerprintAction, fingerprintPlanned } from './fingerprint.ts'
import type { ActionEntry, DefinitionEntry, Ledger } from './ledger.ts'

/** Result of one item, reduced to the fields that the ledger needs. */
export type Applied = {
  readonly change: string
  readonly status: string
  readonly id?: string
  readonly stored?: string
  readonly renamedFrom?: string
}

/** Results of an import, by the names of the items. */
export type AppliedResults = {
  readonly actions: ReadonlyMap<string, Applied>
  readonly definitions: ReadonlyMap<string, Applied>
  /** Items that the document no longer has. */
  readonly removedActions: ReadonlyMap<string, Applied>
  readonly removedDefinitions: ReadonlyMap<string, Applied>
}

/** Returns the ledger after an import: applied items are recorded, all others keep their entry. */
export function nextLedger(ledger: Ledger, plan: Plan, results: AppliedResults): Ledger {
  const actions = new Map<string, ActionEntry>()
  const renamed = new Set<string>()
  for (const { name, method, path, payload, lost } of plan.actions) {
    const before = ledger.actions.get(name)
    const result = results.actions.get(name)
    if (payload !== undefined && result?.status === 'done') {
      const applied = fingerprintAction(payload)
      const stored = result.stored ?? (before?.applied === applied ? before.stored : applied)
      actions.set(name, { applied, stored, method, path, ...lostOf(lost) })
      if (result.renamedFrom !== undefined && result.change === 'update') renamed.add(result.renamedFrom)
    } else if (before !== undefined && !isRemoved(results.removedActions.get(name))) actions.set(name, before)
  }
  keepOthers(ledger.actions, actions, results.removedActions, renamed)

  const definitions = new Map<string, DefinitionEntry>()
  const renamedDefinitions = new Set<string>()
  for (const definition of plan.definitions) {
    const before = ledger.definitions.get(definition.name)
    const result = results.definitions.get(definition.name)
    if (result?.status === 'done' && result.id !== undefined) {
      const { id, renamedFrom } = result
      if (renamedFrom !== undefined) renamedDefinitions.add(renamedFrom)
      definitions.set(definition.name, {
        applied: fingerprintPlanned(definition),
        id,
        pointer: definition.pointer,
        references: [...definition.references],
        ...lostOf(definition.lost),
      })
    } else if (before !== undefined) definitions.set(definition.name, before)
  }
  keepOthers(ledger.definitions, definitions, results.removedDefinitions, renamedDefinitions)
  return { actions, definitions }
}

const lostOf = (lost: LostContent | undefined): { lost?: string[] } =>
  lost === undefined ? {} : { lost: [...lost.pointers] }

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
