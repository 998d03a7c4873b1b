import type { Plan } from '../conversion/plan.ts'
import { dependencyOrder } from '../util/dependency-order.ts'
import { linkedNames } from './comparable.ts'
import type { Ledger } from './ledger.ts'
import { isEdited, type PlatformState, type Policy } from './platform-state.ts'
import { DECISION_REASONS } from './reasons.ts'

/** An item of an earlier import that the document no longer has. */
export type Removal = {
  readonly name: string
  readonly change: 'remove' | 'keep'
  readonly id: string
  readonly reason: string
  /** Of an action, as in the last document that had it. */
  readonly method?: string
  readonly path?: string
}

/** Decisions about the items that the document no longer has. */
export type Removals = {
  readonly actions: readonly Removal[]
  /** Groups in the order of their deletion: referring definitions come before the ones that they refer to. */
  readonly definitions: readonly (readonly Removal[])[]
}

type RemovalInput = {
  readonly plan: Plan
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly policy: Policy
  /** Actions on the platform that have another name in the document. */
  readonly renamed: ReadonlySet<string>
  /** Actions on the platform that will link exactly the document's definitions. */
  readonly rewritten: ReadonlySet<string>
}

/** Decides about items that the document no longer has. Only unedited items of earlier imports are removed. */
export function decideRemovals(input: RemovalInput): Removals {
  const { plan, platform, ledger, policy, renamed, rewritten } = input
  const planned = new Set(plan.actions.filter(({ payload }) => payload !== undefined).map(({ name }) => name))
  const actions = [...ledger.actions].flatMap(([name, { method, path }]): Removal[] => {
    const stored = platform.actions.get(name)
    if (stored === undefined || planned.has(name) || renamed.has(name)) return []
    const decided = (change: Removal['change'], reason: string): Removal[] => {
      return [{ name, change, id: stored.id, method, path, reason }]
    }
    if (policy.removed === 'keep') return decided('keep', DECISION_REASONS.removedButKept)
    if (isEdited(stored, ledger, name) && !policy.force) return decided('keep', DECISION_REASONS.removedButEdited)
    return decided('remove', DECISION_REASONS.removed)
  })
  const removed = new Set(actions.filter(({ change }) => change === 'remove').map(({ name }) => name))
  const staying = [...platform.actions].filter(([name]) => !removed.has(name) && !rewritten.has(name))
  return { actions, definitions: unusedDefinitions(input, new Map(staying)) }
}

/** Finds definitions of earlier imports that neither the plan nor a staying action uses. */
const unusedDefinitions = (
  { plan, platform, ledger, policy }: RemovalInput,
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
      reason: DECISION_REASONS.unused,
    })),
  )
}
