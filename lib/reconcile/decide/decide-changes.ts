import { RESOURCES, type ResourceName } from '../../contract/requests.ts'
import type { Plan } from '../../conversion/plan.ts'
import { linkedNames } from '../compare/comparable.ts'
import { type NameOfUrl, nameOfUrl } from '../compare/definition-url.ts'
import { createFingerprints, type Fingerprints } from '../compare/fingerprint.ts'
import { isEdited, type PlatformState, type Policy, type Side } from '../compare/platform-state.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { decideDefinition } from './decide-definition.ts'
import { decideResource, type Rename } from './decide-resource.ts'
import type { Decision } from './decision.ts'
import { renamesOnPlatform } from './definition-renames.ts'
import { DECISION_REASONS } from './reasons.ts'
import { decideRemovals, type Removals } from './removals.ts'
import { matchResolutions, NO_RESOLUTIONS, type Resolutions, type UnusedResolution } from './resolutions.ts'
import { type Place, placeKey, unreadFiles } from './unread.ts'

/** Decisions about a plan's items, in the plan's order, and about items that the document no longer has. */
export type Changes = {
  readonly actions: readonly Decision[]
  readonly triggers: readonly Decision[]
  readonly definitions: readonly Decision[]
  readonly removals: Removals
  /** Names of the option `resolve` that match no conflict, or several; absent without any. */
  readonly unusedResolutions?: readonly UnusedResolution[]
}

export type DecideOptions = Policy & {
  /** Fingerprints of the plan, if another step needs them too. */
  readonly fingerprints?: Fingerprints
}

/**
 * Compares three ways: last applied state (ledger), platform, and document. Changes of the document are applied, edits
 * on the platform are kept, and changes on both sides are conflicts.
 */
export function decide(
  plan: Plan,
  platform: PlatformState,
  ledger: Ledger,
  { fingerprints = createFingerprints(), ...policy }: DecideOptions,
): Changes {
  const { resolve = {} } = policy
  const compared = { plan, platform, ledger, fingerprints }
  if (Object.keys(resolve).length === 0) return decideAll(compared, policy, NO_RESOLUTIONS)
  // A name may belong to items of several kinds, so the conflicts must be known first.
  const unresolved = decideAll(compared, { ...policy, force: false }, NO_RESOLUTIONS)
  const { resolutions, unused } = matchResolutions(resolve, plan, unresolved)
  const changes = decideAll(compared, policy, resolutions)
  return unused.length === 0 ? changes : { ...changes, unusedResolutions: unused }
}

type Compared = {
  readonly plan: Plan
  readonly platform: PlatformState
  readonly ledger: Ledger
  readonly fingerprints: Fingerprints
}

const decideAll = (
  { plan, platform, ledger, fingerprints }: Compared,
  policy: Policy,
  resolutions: Resolutions,
): Changes => {
  const definitionRenames = renamesOnPlatform(plan, platform, ledger)
  const decideKind = (kind: ResourceName) => {
    const renames = findRenames(kind, plan, platform, ledger)
    const comparison = { kind, platform, ledger, renames, definitionRenames, fingerprints }
    const decisions = plan[kind].map(item => {
      const side = resolutions[kind].get(item.name)
      return accept(decideResource(item, { ...comparison, policy: policyFor(side, policy) }), side)
    })
    return {
      decisions,
      leaving: {
        renamed: new Set([...renames.values()].map(({ from }) => from)),
        rewritten: new Set(plan[kind].flatMap(({ name }, i) => formerNames(name, decisions[i]))),
      },
    }
  }
  const actions = decideKind('actions')
  const triggers = decideKind('triggers')
  const fileOf = unreadFiles(plan)
  const nameOf: NameOfUrl = nameOfUrl([...platform.definitions].map(([name, { id, url }]) => ({ id, name, url })))
  const comparison = { platform, ledger, nameOf, renames: definitionRenames, fileOf, fingerprints }
  const definitions = plan.definitions.map(definition => {
    const side = resolutions.definitions.get(definition.name)
    return accept(decideDefinition(definition, { ...comparison, policy: policyFor(side, policy) }), side)
  })
  const decided = { actions: actions.decisions, triggers: triggers.decisions }
  return {
    ...decided,
    definitions: skipUnneeded(plan, decided, definitions),
    removals: decideRemovals({
      plan,
      platform,
      ledger,
      policy,
      leaving: { actions: actions.leaving, triggers: triggers.leaving },
      renamedDefinitions: new Set(definitionRenames.former.values()),
    }),
  }
}

/** Returns the policy for one item: a decided conflict overwrites or keeps, also if all others are forced. */
const policyFor = (side: Side | undefined, policy: Policy): Policy =>
  side === undefined ? policy : { ...policy, force: side === 'document' }

/** Converts a conflict that is decided for the platform. */
const accept = (decision: Decision, side: Side | undefined): Decision => {
  if (side !== 'platform' || !decision.conflict) return decision
  const { conflict: _, ...kept } = decision
  return { ...kept, accepted: true, reason: DECISION_REASONS.keptByDecision }
}

/** Names on the platform of an item that will link exactly the document's definitions. */
const formerNames = (name: string, decision: Decision | undefined): string[] => {
  if (decision?.change !== 'update' && decision?.change !== 'unchanged') return []
  return [decision.renamedFrom ?? name]
}

/** Skips new definitions that only actions and triggers would link which are not written: kept, or not supported. */
const skipUnneeded = (
  plan: Plan,
  decided: Readonly<Record<ResourceName, readonly Decision[]>>,
  definitions: readonly Decision[],
): Decision[] => {
  const users = RESOURCES.flatMap(kind =>
    plan[kind].map(({ payload }, i) => {
      const { change, unread } = decided[kind][i] ?? {}
      return { payload, isLeft: unread !== undefined || (payload !== undefined && change === 'skip') }
    }),
  )
  if (!users.some(user => user.isLeft)) return [...definitions]
  const byName = new Map(plan.definitions.map(definition => [definition.name, definition]))
  const needed = new Set<string>()
  const need = [
    ...users.flatMap(({ payload, isLeft }) => (isLeft ? [] : linkedNames(payload))),
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
const findRenames = (kind: ResourceName, plan: Plan, platform: PlatformState, ledger: Ledger): Map<string, Rename> => {
  const items = plan[kind]
  const stored = platform[kind]
  const planned = new Set(items.map(({ name }) => name))
  const gone = [...ledger[kind]].filter(([name]) => !planned.has(name) && stored.has(name))
  const created = items.filter(({ name, payload }) => payload !== undefined && !stored.has(name))
  const renames = new Map<string, Rename>()
  const taken = new Set<string>()
  for (const keyOf of [exactKey, placeKey]) {
    const byPlace = Map.groupBy(gone, ([, entry]) => keyOf(entry))
    for (const item of created) {
      const [from, entry] = byPlace.get(keyOf(item))?.find(([name]) => !taken.has(name)) ?? []
      const former = from === undefined ? undefined : stored.get(from)
      if (from === undefined || former === undefined || renames.has(item.name)) continue
      taken.add(from)
      renames.set(item.name, { from, stored: former, edited: isEdited(former, entry) })
    }
  }
  return renames
}

const exactKey = ({ method, path }: Place): string => `${method} ${path}`

/** Counts the items that differ from the platform without a known base: they are conflicts only because of that. */
export function countBaseUnknown({ actions, triggers, definitions }: Changes): number {
  const isUnknown = ({ reason }: Decision): boolean => reason === DECISION_REASONS.baseUnknown
  return [actions, triggers, definitions].flatMap(decisions => decisions.filter(isUnknown)).length
}
