import type { Plan, PlannedAction } from '../conversion/plan.ts'
import { dependencyOrder } from '../util/dependency-order.ts'
import { linkedNames } from './comparable.ts'
import type { ActionEntry, Ledger } from './ledger.ts'
import { isEdited, type PlatformState, type Policy, type StoredAction } from './platform-state.ts'
import { DECISION_REASONS } from './reasons.ts'
import { type Cause, type Place, placeKey, type UnreadParts, unreadParts } from './unread.ts'

/** An item of an earlier import that the document no longer has, or whose operation can't be read or is excluded. */
export type Removal = {
  readonly name: string
  readonly change: 'remove' | 'keep'
  readonly id: string
  readonly reason: string
  /** Of an action, as in the last document that had it. */
  readonly method?: string
  readonly path?: string
  /** Location of the part of the document that can't be read, which is why the item is kept. */
  readonly unread?: string
}

/** Decisions about the items that the document no longer has. */
export type Removals = {
  readonly actions: readonly Removal[]
  /** Groups in the order of their deletion: referring definitions come before the ones that they refer to. */
  readonly definitions: readonly (readonly Removal[])[]
  readonly keptDefinitions: readonly Removal[]
}

type RemovalInput = {
  readonly plan: Plan
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly policy: Policy
  /** Actions on the platform that have another name in the document. */
  readonly renamed: ReadonlySet<string>
  /** Definitions on the platform that have another name now. */
  readonly renamedDefinitions: ReadonlySet<string>
  /** Actions on the platform that will link exactly the document's definitions. */
  readonly rewritten: ReadonlySet<string>
}

/** Decision about an item without its name and id. */
type Verdict = Pick<Removal, 'change' | 'reason' | 'unread'>

/**
 * Decides about items that the document no longer has. Only unedited items of earlier imports are removed, and only if the
 * whole document could be read: absence from the plan is not absence from the document.
 */
export function decideRemovals(input: RemovalInput): Removals {
  const { plan, platform, ledger, renamed, rewritten } = input
  const planned = new Set(plan.actions.filter(({ payload }) => payload !== undefined).map(({ name }) => name))
  const unread = unreadParts(plan)
  const findFiltered = createFilteredLookup(plan)
  const present = new Set<string>()
  const actions = [...ledger.actions].flatMap(([name, entry]): Removal[] => {
    const stored = platform.actions.get(name)
    if (stored === undefined || planned.has(name) || renamed.has(name)) return []
    const excluded = findFiltered(name, entry)
    const verdict = judgeAction(input, { name, stored, entry, excluded, unread })
    if (verdict.change === 'keep' && (excluded ?? verdict.unread) !== undefined) present.add(name)
    // The plan reports the skipped operation under the same name already.
    if (excluded?.name === name && verdict.change === 'keep' && verdict.unread === undefined) return []
    const { method, path } = entry
    return [{ name, id: stored.id, method, path, ...verdict }]
  })
  const removed = new Set(actions.filter(({ change }) => change === 'remove').map(({ name }) => name))
  const staying = [...platform.actions].filter(([name]) => !removed.has(name) && !rewritten.has(name))
  return { actions, ...judgeDefinitions(input, { staying: new Map(staying), present, unread }) }
}

type Leaving = {
  readonly name: string
  readonly stored: StoredAction
  readonly entry: ActionEntry
  /** Operation of the document that a filter excludes. */
  readonly excluded: PlannedAction | undefined
  readonly unread: UnreadParts
}

const judgeAction = ({ ledger, policy }: RemovalInput, { name, stored, entry, excluded, unread }: Leaving): Verdict => {
  const filter = excluded?.skipped
  if (filter !== undefined && policy.removed !== 'delete-filtered')
    return { change: 'keep', reason: DECISION_REASONS.filteredButKept(filter) }
  const cause = unread.naming(entry)
  if (cause !== undefined)
    return { change: 'keep', reason: DECISION_REASONS.unread(cause.reason), unread: cause.pointer }
  if (policy.removed === 'keep') return { change: 'keep', reason: DECISION_REASONS.removedButKept }
  if (isEdited(stored, ledger, name) && !policy.force) {
    const reason = filter === undefined ? DECISION_REASONS.removedButEdited : DECISION_REASONS.filteredButEdited(filter)
    return { change: 'keep', reason }
  }
  return unread.anyOperation === undefined
    ? { change: 'remove', reason: filter ?? DECISION_REASONS.removed }
    : wait(unread.anyOperation)
}

const wait = ({ pointer, reason }: Cause): Verdict => {
  return { change: 'keep', reason: DECISION_REASONS.waiting(reason), unread: pointer }
}

/** Finds the operation that a filter excludes: by the name of its action, or by its method and path. */
const createFilteredLookup = ({ actions }: Plan): ((name: string, place: Place) => PlannedAction | undefined) => {
  const filtered = actions.filter(({ isFiltered }) => isFiltered === true)
  const byName = new Map(filtered.map(action => [action.name, action]))
  const byPlace = new Map(filtered.map(action => [placeKey(action), action]))
  return (name, place) => byName.get(name) ?? byPlace.get(placeKey(place))
}

type Staying = {
  /** Actions that stay on the platform as they are. */
  readonly staying: PlatformState['actions']
  /** Names of those whose operation the document may still have, with its definitions. */
  readonly present: ReadonlySet<string>
  readonly unread: UnreadParts
}

/** Decides about the definitions of earlier imports that the plan does not have. */
const judgeDefinitions = (
  { plan, platform, ledger, policy, renamedDefinitions }: RemovalInput,
  { staying, present, unread }: Staying,
): Pick<Removals, 'definitions' | 'keptDefinitions'> => {
  const planned = new Set(plan.definitions.map(({ name }) => name))
  const use = (used: Map<string, string>, action: string, name: string): void => {
    if (used.has(name) || planned.has(name)) return
    used.set(name, action)
    for (const reference of ledger.definitions.get(name)?.references ?? []) use(used, action, reference)
  }
  /** The definitions that the staying actions use, with the first action of each. */
  const used = new Map<string, string>()
  const usedByPresent = new Map<string, string>()
  for (const [action, stored] of staying)
    for (const linked of linkedNames(stored)) use(present.has(action) ? usedByPresent : used, action, linked)
  const leaving = [...ledger.definitions.keys()].filter(
    name =>
      !planned.has(name) && !renamedDefinitions.has(name) && !usedByPresent.has(name) && platform.definitions.has(name),
  )
  const judge = (name: string): Verdict => {
    if (policy.removed === 'keep') return { change: 'keep', reason: DECISION_REASONS.unusedButKept }
    const action = used.get(name)
    if (action !== undefined) return { change: 'keep', reason: DECISION_REASONS.unusedButLinked(action) }
    return unread.anyDefinition === undefined
      ? { change: 'remove', reason: DECISION_REASONS.unused }
      : wait(unread.anyDefinition)
  }
  const judged = leaving
    .sort()
    .map((name): Removal => ({ name, id: platform.definitions.get(name)?.id ?? '', ...judge(name) }))
  const removed = new Map(judged.filter(({ change }) => change === 'remove').map(removal => [removal.name, removal]))
  const groups = dependencyOrder([...removed.values()], ({ name }) =>
    (ledger.definitions.get(name)?.references ?? []).flatMap(reference => removed.get(reference) ?? []),
  )
  return { definitions: groups.reverse(), keptDefinitions: judged.filter(({ change }) => change === 'keep') }
}
