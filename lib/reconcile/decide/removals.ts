import type { ResourceName } from '../../contract/requests.ts'
import type { Plan, PlannedTrigger } from '../../conversion/plan.ts'
import { dependencyOrder } from '../../util/dependency-order.ts'
import { linkedNames } from '../compare/comparable.ts'
import { fingerprintResource } from '../compare/fingerprint.ts'
import { isEdited, type PlatformState, type Policy, type StoredResource } from '../compare/platform-state.ts'
import type { Ledger, ResourceEntry } from '../ledger/ledger.ts'
import { DECISION_REASONS } from './reasons.ts'
import {
  type Cause,
  type Place,
  placeKey,
  type UnreadParts,
  unreadActions,
  unreadTriggers,
  unreadUser,
} from './unread.ts'

/** An item of an earlier import that the document no longer has, or whose operation can't be read or is excluded. */
export type Removal = {
  readonly name: string
  readonly change: 'remove' | 'keep'
  readonly id: string
  readonly reason: string
  /** Of an action or trigger, as in the last document that had it. */
  readonly method?: string
  readonly path?: string
  /** Location of the part of the document that can't be read, which is why the item is kept. */
  readonly unread?: string
  /** Fingerprint of a content that was edited on the platform and is deleted nevertheless, by force. */
  readonly deletesEdit?: string
}

/** Decisions about the items that the document no longer has. */
export type Removals = {
  readonly actions: readonly Removal[]
  readonly triggers: readonly Removal[]
  /** Groups in the order of their deletion: referring definitions come before the ones that they refer to. */
  readonly definitions: readonly (readonly Removal[])[]
  readonly keptDefinitions: readonly Removal[]
}

type RemovalInput = {
  readonly plan: Plan
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly policy: Policy
  readonly leaving: Readonly<Record<ResourceName, FormerNames>>
  /** Definitions on the platform that have another name now. */
  readonly renamedDefinitions: ReadonlySet<string>
}

/** Names of actions or triggers on the platform. */
type FormerNames = {
  /** Those that have another name in the document. */
  readonly renamed: ReadonlySet<string>
  /** Those that will link exactly the document's definitions. */
  readonly rewritten: ReadonlySet<string>
}

/** Decision about an item without its name and id. */
type Verdict = Pick<Removal, 'change' | 'reason' | 'unread' | 'deletesEdit'>

/**
 * Decides about items that the document no longer has. Only unedited items of earlier imports are removed, and only if the
 * whole document could be read: absence from the plan is not absence from the document.
 */
export function decideRemovals(input: RemovalInput): Removals {
  const actions = judgeResources('actions', input, unreadActions(input.plan))
  const triggers = judgeResources('triggers', input, unreadTriggers(input.plan))
  const users = [...actions.staying, ...triggers.staying]
  return { actions: actions.removals, triggers: triggers.removals, ...judgeDefinitions(input, users) }
}

/** Action or trigger that stays on the platform as it is. */
type User = {
  /** `action NAME` or `trigger NAME`. */
  readonly name: string
  readonly stored: StoredResource
  /** True if the document may still have its operation, with its definitions. */
  readonly isPresent: boolean
}

type Judged = { readonly removals: readonly Removal[]; readonly staying: readonly User[] }

/** Decides about the actions or triggers of earlier imports that the plan does not have. */
const judgeResources = (kind: ResourceName, input: RemovalInput, unread: UnreadParts): Judged => {
  const { plan, platform, ledger, leaving } = input
  const { renamed, rewritten } = leaving[kind]
  const planned = new Set(plan[kind].filter(({ payload }) => payload !== undefined).map(({ name }) => name))
  const findFiltered = createFilteredLookup(plan[kind])
  const present = new Set<string>()
  const removals = [...ledger[kind]].flatMap(([name, entry]): Removal[] => {
    const stored = platform[kind].get(name)
    if (stored === undefined || planned.has(name) || renamed.has(name)) return []
    const excluded = findFiltered(name, entry)
    const verdict = judgeResource(input.policy, { stored, entry, excluded, unread })
    if (verdict.change === 'keep' && (excluded ?? verdict.unread) !== undefined) present.add(name)
    // The plan reports the skipped operation under the same name already.
    if (excluded?.name === name && verdict.change === 'keep' && verdict.unread === undefined) return []
    const { method, path } = entry
    return [{ name, id: stored.id, method, path, ...verdict }]
  })
  const removed = new Set(removals.filter(({ change }) => change === 'remove').map(({ name }) => name))
  const staying = [...platform[kind]]
    .filter(([name]) => !removed.has(name) && !rewritten.has(name))
    .map(([name, stored]): User => ({ name: `${SINGULAR[kind]} ${name}`, stored, isPresent: present.has(name) }))
  return { removals, staying }
}

const SINGULAR: Readonly<Record<ResourceName, string>> = { actions: 'action', triggers: 'trigger' }

type Leaving = {
  readonly stored: StoredResource
  readonly entry: ResourceEntry
  /** Operation of the document that a filter excludes. */
  readonly excluded: PlannedTrigger | undefined
  readonly unread: UnreadParts
}

const judgeResource = (policy: Policy, { stored, entry, excluded, unread }: Leaving): Verdict => {
  const filter = excluded?.skipped
  if (filter !== undefined && policy.removed !== 'delete-filtered')
    return { change: 'keep', reason: DECISION_REASONS.filteredButKept(filter) }
  const cause = unread.naming(entry)
  if (cause !== undefined)
    return { change: 'keep', reason: DECISION_REASONS.unread(cause.reason), unread: cause.pointer }
  if (policy.removed === 'keep') return { change: 'keep', reason: DECISION_REASONS.removedButKept }
  const edited = isEdited(stored, entry)
  if (edited && !policy.force) {
    const reason = filter === undefined ? DECISION_REASONS.removedButEdited : DECISION_REASONS.filteredButEdited(filter)
    return { change: 'keep', reason }
  }
  const unknown = unread.maybe(entry)
  if (unknown !== undefined) return wait(unknown)
  const reason = filter ?? DECISION_REASONS.removed
  return { change: 'remove', reason, ...(edited && { deletesEdit: fingerprintResource(stored) }) }
}

const wait = ({ pointer, reason }: Cause): Verdict => {
  return { change: 'keep', reason: DECISION_REASONS.waiting(reason), unread: pointer }
}

/** Finds the operation that a filter excludes: by the name of its action or trigger, or by its method and path. */
const createFilteredLookup = (
  planned: readonly PlannedTrigger[],
): ((name: string, place: Place) => PlannedTrigger | undefined) => {
  const filtered = planned.filter(({ isFiltered }) => isFiltered === true)
  const byName = new Map(filtered.map(item => [item.name, item]))
  const byPlace = new Map(filtered.map(item => [placeKey(item), item]))
  return (name, place) => byName.get(name) ?? byPlace.get(placeKey(place))
}

/** Decides about the definitions of earlier imports that the plan does not have. */
const judgeDefinitions = (
  { plan, platform, ledger, policy, renamedDefinitions }: RemovalInput,
  users: readonly User[],
): Pick<Removals, 'definitions' | 'keptDefinitions'> => {
  const planned = new Set(plan.definitions.map(({ name }) => name))
  const unknown = unreadUser(plan)
  const use = (used: Map<string, string>, user: string, name: string): void => {
    if (used.has(name) || planned.has(name)) return
    used.set(name, user)
    for (const reference of ledger.definitions.get(name)?.references ?? []) use(used, user, reference)
  }
  /** The definitions that the staying actions and triggers use, with the first user of each. */
  const used = new Map<string, string>()
  const usedByPresent = new Map<string, string>()
  for (const { name, stored, isPresent } of users)
    for (const linked of linkedNames(stored)) use(isPresent ? usedByPresent : used, name, linked)
  const leaving = [...ledger.definitions.keys()].filter(
    name =>
      !planned.has(name) && !renamedDefinitions.has(name) && !usedByPresent.has(name) && platform.definitions.has(name),
  )
  const judge = (name: string): Verdict => {
    if (policy.removed === 'keep') return { change: 'keep', reason: DECISION_REASONS.unusedButKept }
    const user = used.get(name)
    if (user !== undefined) return { change: 'keep', reason: DECISION_REASONS.unusedButLinked(user) }
    return unknown === undefined ? { change: 'remove', reason: DECISION_REASONS.unused } : wait(unknown)
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
