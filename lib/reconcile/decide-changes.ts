import type { Plan } from '../conversion/plan.ts'
import { decideAction, type Rename } from './decide-action.ts'
import { decideDefinition } from './decide-definition.ts'
import type { Decision } from './decision.ts'
import { type NameOfUrl, nameOfUrl } from './definition-url.ts'
import type { Ledger } from './ledger.ts'
import { isEdited, type PlatformState, type Policy } from './platform-state.ts'
import { decideRemovals, type Removals } from './removals.ts'

/** Decisions about a plan's actions and definitions, in the plan's order, and about items that the document no longer has. */
export type Changes = {
  readonly actions: readonly Decision[]
  readonly definitions: readonly Decision[]
  readonly removals: Removals
}

/**
 * Compares three ways: last applied state (ledger), platform, and document. Changes of the document are applied, edits
 * on the platform are kept, and changes on both sides are conflicts.
 */
export function decide(plan: Plan, platform: PlatformState, ledger: Ledger, policy: Policy): Changes {
  const renames = findRenames(plan, platform, ledger)
  const actions = plan.actions.map(action => decideAction(action, { platform, ledger, policy, renames }))
  const nameOf: NameOfUrl = nameOfUrl([...platform.definitions].map(([name, { id, url }]) => ({ id, name, url })))
  return {
    actions,
    definitions: plan.definitions.map(definition => decideDefinition(definition, { platform, ledger, policy, nameOf })),
    removals: decideRemovals({
      plan,
      platform,
      ledger,
      policy,
      renamed: new Set([...renames.values()].map(({ from }) => from)),
      rewritten: new Set(plan.actions.flatMap(({ name }, i) => formerNames(name, actions[i]))),
    }),
  }
}

/** Names on the platform of an action that will link exactly the document's definitions. */
const formerNames = (name: string, decision: Decision | undefined): string[] => {
  if (decision?.change !== 'update' && decision?.change !== 'unchanged') return []
  return [decision.renamedFrom ?? name]
}

/** Finds renamed operations: applied under another name, with the same method and path. */
const findRenames = (plan: Plan, platform: PlatformState, ledger: Ledger): Map<string, Rename> => {
  const planned = new Set(plan.actions.map(({ name }) => name))
  const gone = new Map(
    [...ledger.actions]
      .filter(([name]) => !planned.has(name) && platform.actions.has(name))
      .map(([name, { method, path }]) => [`${method} ${path}`, name]),
  )
  const renames = new Map<string, Rename>()
  for (const { name, method, path, payload } of plan.actions) {
    const from = gone.get(`${method} ${path}`)
    const stored = from === undefined ? undefined : platform.actions.get(from)
    if (payload === undefined || from === undefined || stored === undefined || platform.actions.has(name)) continue
    renames.set(name, { from, stored, edited: isEdited(stored, ledger, from) })
  }
  return renames
}
