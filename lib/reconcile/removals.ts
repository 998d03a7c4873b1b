import type { Plan } from '../conversion/plan.ts'
import { dependencyOrder } from '../util/dependency-order.ts'
import { linkedNames } from './comparable.ts'
import type { Ledger } from './ledger.ts'
import { isEdited, type PlatformState, type Policy } from './platform-state.ts'

/** Item of an earlier import that is not in the document any more. */
export type Removal = {
  readonly name: string
  readonly change: 'remove' | 'keep'
  readonly id: string
  readonly reason: string
  /** Method and path of an action in the earlier document. */
  readonly method?: string
  readonly path?: string
}

export type Removals = {
  readonly actions: readonly Removal[]
  /** Groups in the order of deletion: a definition comes before those that it refers to. */
  readonly definitions: readonly (readonly Removal[])[]
}

/** Names of actions on the platform. */
type Survivors = {
  /** Actions with another name in the document. */
  readonly renamed: ReadonlySet<string>
  /** Actions whose links will be those of the document. */
  readonly rewritten: ReadonlySet<string>
}

/** Input of a comparison. */
type Comparison = {
  readonly plan: Plan
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly policy: Policy
}

/** Decides on items that the document no longer has. Removes only those of imports that nobody edited; renamed actions stay. */
export function decideRemovals(comparison: Comparison, { renamed, rewritten }: Survivors): Removals {
  const { plan, platform, ledger, policy } = comparison
  const planned = new Set(plan.actions.filter(({ payload }) => payload !== undefined).map(({ name }) => name))
  const actions = [...ledger.actions].flatMap(([name, { method, path }]): Removal[] => {
    const stored = platform.actions.get(name)
    if (stored === undefined || planned.has(name) || renamed.has(name)) return []
    const decided = (change: Removal['change'], reason: string): Removal[] => {
      return [{ name, change, id: stored.id, method, path, reason }]
    }
    if (policy.removed === 'keep')
      return decided('keep', 'Not in the document any more; kept (--removed delete removes it).')
    if (isEdited(stored, ledger, name) && !policy.force)
      return decided('keep', 'Not in the document any more, but edited on the platform; kept (--force removes it).')
    return decided('remove', 'Not in the document any more.')
  })
  const removed = new Set(actions.filter(({ change }) => change === 'remove').map(({ name }) => name))
  const staying = [...platform.actions].filter(([name]) => !removed.has(name) && !rewritten.has(name))
  return { actions, definitions: unusedDefinitions(comparison, new Map(staying)) }
}

/** Returns definitions of earlier imports that are not used any more. Kept actions still use the definitions that they link. */
const unusedDefinitions = (
  { plan, platform, ledger, policy }: Comparison,
  staying: PlatformState['actions'],
): Removal[][] => {
  if (policy.removed === 'keep') return []
  const planned = new Set(plan.definitions.map(({ name }) => name))
  const used = new Set<string>()
  const use = (name: string): void => {
    if (used.has(name) || planned.has(name)) return
    used.add(name)
    for (const reference of ledger.definitions.get(name)?.references ?? []) use(reference)
  }
  for (const action of staying.values()) for (const linked of linkedNames(action)) use(linked)
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
      reason: 'Not used any more.',
    })),
  )
}
