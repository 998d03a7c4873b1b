import type { Plan } from '../conversion/plan.ts'
import { decideAction, type Rename } from './decide-action.ts'
import { decideDefinition } from './decide-definition.ts'
import type { Decision } from './decision.ts'
import { type NameOfUrl, nameOfUrl } from './definition-url.ts'
import type { Ledger } from './ledger.ts'
import { isEdited, type PlatformState, type Policy } from './platform-state.ts'
import { decideRemovals, type Removals } from './removals.ts'

/** One decision for each action and definition of a plan, in its order, and what is there beyond the plan. */
export type Changes = {
  readonly actions: readonly Decision[]
  readonly definitions: readonly Decision[]
  readonly removals: Removals
}

/**
 * Three-way comparison: what was last applied (the ledger), what the platform has, what the document says. What the
 * document changed is applied, what people changed on the platform stays, and what both changed is a conflict.
 */
export function decide(plan: Plan, platform: PlatformState, ledger: Ledger, policy: Policy): Changes {
  const renames = findRenames(plan, platform, ledger)
  const actions = plan.actions.map(action => decideAction(action, { platform, ledger, policy, renames }))
  const nameOf: NameOfUrl = nameOfUrl([...platform.definitions].map(([name, { id, url }]) => ({ id, name, url })))
  return {
    actions,
    definitions: plan.definitions.map(definition => decideDefinition(definition, { platform, ledger, policy, nameOf })),
    removals: decideRemovals(
      { plan, platform, ledger, policy },
      {
        renamed: new Set([...renames.values()].map(({ from }) => from)),
        rewritten: new Set(plan.actions.flatMap(({ name }, i) => formerNames(name, actions[i]))),
      },
    ),
  }
}

/** The names on the platform of an action that will link what the document says, and nothing else. */
const formerNames = (name: string, decision: Decision | undefined): string[] => {
  if (decision?.change !== 'update' && decision?.change !== 'unchanged') return []
  return [decision.renamedFrom ?? name]
}

/** An operation that we applied under another name, and that still has its method and path, was renamed. */
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
