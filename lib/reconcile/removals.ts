import { dependencyOrder } from '../actions/dependency-order.ts'
import type { Plan } from '../actions/plan.ts'
import { linkedNames } from './comparable.ts'
import type { Ledger } from './ledger.ts'
import { isEdited, type Platform, type Policy } from './situation.ts'

/** What an earlier import made and the document no longer has. */
export type Removal = {
  readonly name: string
  readonly change: 'remove' | 'keep'
  readonly id: string
  readonly reason: string
  /** Of an action, as the document had it. */
  readonly method?: string
  readonly path?: string
}

export type Removals = {
  readonly actions: readonly Removal[]
  /** In groups that can be deleted one after the other: what refers to another stands before it. */
  readonly definitions: readonly (readonly Removal[])[]
}

/** Nothing is removed that an import has not made, nor what was edited since. Renamed actions live on. */
export const decideRemovals = (
  plan: Plan,
  platform: Platform,
  ledger: Ledger,
  policy: Policy,
  renamed: ReadonlySet<string>,
): Removals => {
  const planned = new Set(plan.actions.filter(({ payload }) => payload !== undefined).map(({ name }) => name))
  const actions = [...ledger.actions].flatMap(([name, { method, path }]): Removal[] => {
    const stored = platform.actions.get(name)
    if (stored === undefined || planned.has(name) || renamed.has(name)) return []
    const { id } = stored
    if (policy.removed === 'keep')
      return [
        {
          name,
          change: 'keep',
          id,
          method,
          path,
          reason: 'The document no longer has it; it stays (--removed delete removes it).',
        },
      ]
    if (isEdited(stored, ledger, name) && !policy.force)
      return [
        {
          name,
          change: 'keep',
          id,
          method,
          path,
          reason: 'The document no longer has it, but it was edited on the platform; it stays (--force removes it).',
        },
      ]
    return [{ name, change: 'remove', id, method, path, reason: 'The document no longer has it.' }]
  })
  const removed = new Set(actions.filter(({ change }) => change === 'remove').map(({ name }) => name))
  return { actions, definitions: unusedDefinitions(plan, platform, ledger, policy, removed) }
}

/** Definitions of earlier imports that nothing uses any more, now that the removed actions are gone. */
const unusedDefinitions = (
  plan: Plan,
  platform: Platform,
  ledger: Ledger,
  policy: Policy,
  removedActions: ReadonlySet<string>,
): Removal[][] => {
  if (policy.removed === 'keep') return []
  const planned = new Set(plan.definitions.map(({ name }) => name))
  const applied = new Set(plan.actions.map(({ name }) => name))
  const used = new Set<string>()
  const use = (name: string): void => {
    if (used.has(name) || planned.has(name)) return
    used.add(name)
    for (const reference of ledger.definitions.get(name)?.references ?? []) use(reference)
  }
  // Actions that stay, made by whomever, go on using what they link.
  for (const [name, action] of platform.actions)
    if (!removedActions.has(name) && !applied.has(name)) for (const linked of linkedNames(action)) use(linked)
  const unused = [...ledger.definitions.keys()].filter(
    name => !planned.has(name) && !used.has(name) && platform.definitions.has(name),
  )
  const names = new Set(unused)
  const groups = dependencyOrder(unused.sort(), name =>
    (ledger.definitions.get(name)?.references ?? []).filter(reference => names.has(reference)),
  )
  return groups.reverse().map(group =>
    group.map(name => ({
      name,
      change: 'remove' as const,
      id: platform.definitions.get(name)?.id ?? '',
      reason: 'Nothing uses it any more.',
    })),
  )
}
