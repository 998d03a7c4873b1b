import type { Plan } from '../conversion/plan.ts'
import { linkedNames } from './comparable.ts'
import { decideAction, type Rename } from './decide-action.ts'
import { decideDefinition } from './decide-definition.ts'
import type { Decision } from './decision.ts'
import { renamesOnPlatform } from './definition-renames.ts'
import { type NameOfUrl, nameOfUrl } from './definition-url.ts'
import type { Ledger } from './ledger.ts'
import { isEdited, type PlatformState, type Policy } from './platform-state.ts'
import { DECISION_REASONS } from './reasons.ts'
import { decideRemovals, type Removals } from './removals.ts'
import { type Place, placeKey, unreadParts } from './unread.ts'

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
  const definitionRenames = renamesOnPlatform(plan, platform, ledger)
  const unread = unreadParts(plan)
  const actions = plan.actions.map(action =>
    decideAction(action, { platform, ledger, policy, renames, definitionRenames }),
  )
  const nameOf: NameOfUrl = nameOfUrl([...platform.definitions].map(([name, { id, url }]) => ({ id, name, url })))
  const definitions = plan.definitions.map(definition =>
    decideDefinition(definition, { platform, ledger, policy, nameOf, renames: definitionRenames, unread }),
  )
  return {
    actions,
    definitions: skipUnneeded(plan, actions, definitions),
    removals: decideRemovals({
      plan,
      platform,
      ledger,
      policy,
      renamed: new Set([...renames.values()].map(({ from }) => from)),
      renamedDefinitions: new Set(definitionRenames.former.values()),
      rewritten: new Set(plan.actions.flatMap(({ name }, i) => formerNames(name, actions[i]))),
    }),
  }
}

/** Names on the platform of an action that will link exactly the document's definitions. */
const formerNames = (name: string, decision: Decision | undefined): string[] => {
  if (decision?.change !== 'update' && decision?.change !== 'unchanged') return []
  return [decision.renamedFrom ?? name]
}

/** Skips new definitions that only kept actions would link, since a reference can't be resolved. */
const skipUnneeded = (plan: Plan, actions: readonly Decision[], definitions: readonly Decision[]): Decision[] => {
  const isKept = (index: number): boolean => actions[index]?.unread !== undefined
  if (!plan.actions.some((_, index) => isKept(index))) return [...definitions]
  const byName = new Map(plan.definitions.map(definition => [definition.name, definition]))
  const needed = new Set<string>()
  const need = [
    ...plan.actions.flatMap(({ payload }, index) => (isKept(index) ? [] : linkedNames(payload))),
    ...plan.definitions.flatMap(({ name }, index) => (definitions[index]?.change === 'create' ? [] : [name])),
  ]
  for (let name = need.pop(); name !== undefined; name = need.pop()) {
    if (needed.has(name)) continue
    needed.add(name)
    for (const reference of byName.get(name)?.references ?? []) need.push(reference)
  }
  return plan.definitions.map(({ name }, index) => {
    const decision = definitions[index] ?? { change: 'create' }
    return needed.has(name) ? decision : { change: 'skip', reason: DECISION_REASONS.onlyForKept }
  })
}

/**
 * Finds renamed operations: applied under another name, with the same method and path. The names of path parameters do not
 * matter, but an equal path comes first.
 */
const findRenames = (plan: Plan, platform: PlatformState, ledger: Ledger): Map<string, Rename> => {
  const planned = new Set(plan.actions.map(({ name }) => name))
  const gone = [...ledger.actions].filter(([name]) => !planned.has(name) && platform.actions.has(name))
  const created = plan.actions.filter(({ name, payload }) => payload !== undefined && !platform.actions.has(name))
  const renames = new Map<string, Rename>()
  const taken = new Set<string>()
  for (const keyOf of [exactKey, placeKey]) {
    const byPlace = Map.groupBy(gone, ([, entry]) => keyOf(entry))
    for (const action of created) {
      const [from] = byPlace.get(keyOf(action))?.find(([name]) => !taken.has(name)) ?? []
      const stored = from === undefined ? undefined : platform.actions.get(from)
      if (from === undefined || stored === undefined || renames.has(action.name)) continue
      taken.add(from)
      renames.set(action.name, { from, stored, edited: isEdited(stored, ledger, from) })
    }
  }
  return renames
}

const exactKey = ({ method, path }: Place): string => `${method} ${path}`
