import { RESOURCES, type ResourceName } from '../contract/requests.ts'
import { compareAuthentication } from './authentication.ts'
import type { ByConnectionPart } from './connection-parts.ts'
import { createDefinitionComparison, definitionRules, ownReasons, pointerOf } from './definitions.ts'
import { type ComparedOperation, compareOperations, operationRules } from './operation/compare-operations.ts'
import { pairOperations } from './operation/pair-operations.ts'
import { isAnonymous, securityRules } from './operation/security.ts'
import type { Release, ReleaseOperation } from './release.ts'
import { bothWays, byKind, type Direction, type Kind, type Reason, reasonFor, worst } from './rule.ts'
import { compareServers } from './servers.ts'
import type { SettledDefinitions } from './settle-definitions.ts'

/** Classified change of one action, trigger or definition. */
export type ItemChange = {
  readonly kind: Kind
  readonly status: 'added' | 'removed' | 'changed'
  /** The worst first; never empty. */
  readonly reasons: readonly Reason[]
  /** Name in the old release, if it was another one. */
  readonly renamedFrom?: string
  /** True if an import keeps the item on the platform as it was: the change breaks no workflow. */
  readonly kept?: true
}

/** Changes by name: in the order of the new release, then what it does not have any more. */
export type ReleaseChanges = Readonly<Record<ResourceName | 'definitions', ReadonlyMap<string, ItemChange>>> & {
  /** A part is absent without a change, or if it is not known. */
  readonly connection: ByConnectionPart<ItemChange>
}

export const useRules = {
  breaking: bothWays(
    'uses-breaking-definition',
    'breaking',
    'A definition that an action or trigger refers to has a breaking change.',
  ),
  compatible: bothWays(
    'uses-changed-definition',
    'compatible',
    'A definition that an action or trigger refers to has a compatible change.',
  ),
}

/** Classifies what a new release changes for the workflows that use the old one. */
export function classify(before: Release, after: Release): ReleaseChanges {
  const definitions = createDefinitionComparison(before, after)
  const releases = { before, after, definitions }
  const [actions, triggers] = RESOURCES.map(kind => comparePairs(releases, kind))
  for (const { links } of [...(actions?.values() ?? []), ...(triggers?.values() ?? [])])
    for (const direction of DIRECTIONS) for (const name of links[direction]) definitions.need(name, direction)
  const settled = definitions.settle()
  const changedActions = operationChanges(before.actions, after.actions, actions ?? new Map(), settled)
  return {
    actions: changedActions,
    triggers: operationChanges(before.triggers, after.triggers, triggers ?? new Map(), settled),
    definitions: definitionChanges(before, after, definitions.pairs, settled),
    connection: connectionChanges(before, after, changedActions),
  }
}

/** Compares what the actions of both releases need from a connection. */
const connectionChanges = (
  before: Release,
  after: Release,
  actions: ReadonlyMap<string, ItemChange>,
): ByConnectionPart<ItemChange> => {
  // A connection is for actions alone.
  if (before.actions.size === 0) return {}
  const [a, b] = [before.connection, after.connection]
  const isFirst =
    before.actions.values().every(({ security }) => security !== undefined && isAnonymous(security)) &&
    actions.values().some(({ reasons }) => reasons.some(({ rule }) => rule === securityRules.added.code))
  const servers = toChange('changed', compareServers(a?.servers, b?.servers, after.baseUrl))
  const authentication = toChange('changed', compareAuthentication(a?.schemes, b?.schemes, isFirst))
  return { ...(servers && { servers }), ...(authentication && { authentication }) }
}

const DIRECTIONS = ['sent', 'received'] as const satisfies Direction[]

type Paired = ComparedOperation & { readonly from: string }

const comparePairs = (releases: Parameters<typeof compareOperations>[0], kind: ResourceName): Map<string, Paired> => {
  const [old, fresh] = [releases.before[kind], releases.after[kind]]
  const compared = new Map<string, Paired>()
  for (const [name, from] of pairOperations(old, fresh)) {
    const [a, b] = [old.get(from), fresh.get(name)]
    if (a === undefined || b === undefined) continue
    compared.set(name, {
      from,
      ...compareOperations(releases, kind, { name: from, operation: a }, { name, operation: b }),
    })
  }
  return compared
}

const operationChanges = (
  before: ReadonlyMap<string, ReleaseOperation>,
  after: ReadonlyMap<string, ReleaseOperation>,
  compared: ReadonlyMap<string, Paired>,
  settled: SettledDefinitions,
): Map<string, ItemChange> => {
  const changes = new Map<string, ItemChange>()
  const set = (name: string, change: ItemChange | undefined): void => {
    if (change !== undefined) changes.set(name, change)
  }
  for (const [name, { pointer, payload }] of after) {
    const pair = compared.get(name)
    if (pair !== undefined) {
      const status = pair.reasons.some(({ rule }) => rule === operationRules.added.code) ? 'added' : 'changed'
      set(
        name,
        toChange(status, [...pair.reasons, ...usedDefinitions(pair, after.get(name), settled)], pair.from, name),
      )
    } else if (payload !== undefined)
      set(
        name,
        toChange('added', [reasonFor(operationRules.added, 'sent', 'The operation is new.', { after: pointer })]),
      )
  }
  const kept = new Set([...compared.values()].map(({ from }) => from))
  for (const [name, { pointer, payload }] of before) {
    if (kept.has(name) || payload === undefined) continue
    const reason = reasonFor(operationRules.removed, 'sent', 'The operation was removed.', { before: pointer })
    set(name, toChange('removed', [reason]))
  }
  return changes
}

/** Number of definitions that a reason names. */
const MAX_NAMED = 3

/** Returns one reason per direction for the definitions that an action or trigger refers to. */
const usedDefinitions = (
  { links }: ComparedOperation,
  operation: ReleaseOperation | undefined,
  { kindOf, culprits }: SettledDefinitions,
): Reason[] =>
  DIRECTIONS.flatMap(direction => {
    const used = [...links[direction]].map(name => [name, kindOf(name, direction)] as const)
    const kind = worst(used.map(([, each]) => each))
    if (kind === undefined || kind === 'annotation') return []
    const found = new Set<string>()
    for (const [name] of used.filter(([, each]) => each === kind).slice(0, MAX_NAMED + 1))
      if (found.size <= MAX_NAMED) for (const culprit of culprits(name, direction)) found.add(culprit)
    const names = [...found].slice(0, MAX_NAMED).join(', ')
    const more = found.size > MAX_NAMED ? ' and others' : ''
    const message = `Uses ${names}${more}, with a ${kind} change of what is ${direction}.`
    return [reasonFor(useRules[kind], direction, message, { after: operation?.pointer })]
  })

const definitionChanges = (
  before: Release,
  after: Release,
  pairs: ReturnType<typeof createDefinitionComparison>['pairs'],
  { nodesOf }: SettledDefinitions,
): Map<string, ItemChange> => {
  const changes = new Map<string, ItemChange>()
  for (const [name, definition] of after.definitions) {
    const from = pairs.beforeOf(name)
    const former = from === undefined ? undefined : before.definitions.get(from)
    if (from === undefined || former === undefined) {
      const place = { after: pointerOf(name, definition) }
      const reason = reasonFor(definitionRules.added, 'sent', 'The definition is new.', place)
      changes.set(name, { kind: reason.kind, status: 'added', reasons: [reason] })
      continue
    }
    const reasons = ownReasons(from, former, name, definition)
    if (former.content !== definition.content) {
      const used = nodesOf(name)
      for (const node of used) reasons.push(...node.reasons)
      const places = { before: pointerOf(from, former), after: pointerOf(name, definition) }
      if (used.length === 0) {
        const message = 'The definition changed, and no action or trigger of both releases refers to it.'
        reasons.push(reasonFor(definitionRules.unused, 'sent', message, places))
      } else if (reasons.length === 0)
        reasons.push(reasonFor(definitionRules.rewritten, 'sent', 'The same values are accepted.', places))
    }
    const change = toChange('changed', reasons, from, name)
    if (change !== undefined) changes.set(name, change)
  }
  for (const [name, definition] of before.definitions) {
    if (pairs.afterOf(name) !== undefined) continue
    const place = { before: pointerOf(name, definition) }
    const reason = reasonFor(definitionRules.removed, 'sent', 'The definition was removed.', place)
    if (!changes.has(name)) changes.set(name, { kind: reason.kind, status: 'removed', reasons: [reason] })
  }
  return changes
}

/** Returns the change with its reasons sorted, each once; undefined without a reason. */
const toChange = (
  status: ItemChange['status'],
  found: readonly Reason[],
  from = '',
  name = from,
): ItemChange | undefined => {
  const reasons = found.length < 2 ? found : unique(found).sort((a, b) => byKind(a.kind, b.kind))
  const [first] = reasons
  return first && { kind: first.kind, status, reasons, ...(from !== name && { renamedFrom: from }) }
}

const unique = (reasons: readonly Reason[]): Reason[] => [
  ...new Map(
    reasons.map(reason => {
      const { rule, direction = '', message, before = '', after = '' } = reason
      return [[rule, direction, message, before, after].join('\0'), reason]
    }),
  ).values(),
]
