import type { ResourceName } from '../../contract/requests.ts'
import type { Plan } from '../../conversion/plan.ts'
import type { Fingerprints } from '../../reconcile/compare/fingerprint.ts'
import { isSameSecurity } from '../../reconcile/compare/same-security.ts'
import type { Changes } from '../../reconcile/decide/decide-changes.ts'
import type { Decision } from '../../reconcile/decide/decision.ts'
import type { Removal } from '../../reconcile/decide/removals.ts'
import type { AppliedContent } from '../../reconcile/ledger/applied.ts'
import type { Ledger } from '../../reconcile/ledger/ledger.ts'
import { classify, type ItemChange } from '../../release/classify.ts'
import { type Release, type ReleaseDefinition, type ReleaseOperation, releaseOf } from '../../release/release.ts'
import { sameJson } from '../../release/same-json.ts'
import { type Impacts, impactOf } from '../../report/impact.ts'
import type { ItemKind } from '../../report/report.ts'

/** A compared plan, and the content that imports have last applied. */
export type ComparedRelease = {
  readonly plan: Plan
  readonly changes: Changes
  readonly ledger: Ledger
  readonly content: AppliedContent
  readonly fingerprints: Fingerprints
}

/**
 * Classifies what an import changes for workflows: the content that was last applied, compared with the content after the
 * import. An item that the import keeps has the change of the document, marked as kept.
 */
export function classifyRelease(compared: ComparedRelease): Impacts {
  const planned = releaseOf(compared.plan)
  const before = releaseBefore(compared)
  const kinds = {
    actions: mergeResources('actions', compared, before, planned),
    triggers: mergeResources('triggers', compared, before, planned),
    definitions: mergeDefinitions(compared, before, planned),
  }
  const after = mapKinds(kinds, ({ after }) => after)
  const applied = classify(before, after)
  const isKept = Object.values(kinds).some(({ kept }) => kept.before.size > 0)
  const kept = isKept
    ? classify(
        { ...mapKinds(kinds, each => each.kept.before), definitions: before.definitions },
        { ...mapKinds(kinds, each => each.kept.after), definitions: planned.definitions },
      )
    : undefined
  const impactsOf = (kind: ItemKind): Impacts[ItemKind] => {
    const { isUnknown, kept: names } = kinds[kind]
    const found = new Map<string, ItemChange>()
    for (const [name, change] of kept?.[kind] ?? [])
      if (names.before.has(name) || names.after.has(name)) found.set(name, { ...change, kept: true })
    for (const [name, change] of applied[kind]) if (!isUnknown(name)) found.set(name, change)
    return [...found].map(([name, change]) => {
      const tag = kind === 'definitions' || change.status !== 'removed' ? undefined : before[kind].get(name)?.tag
      return tag === undefined ? [name, impactOf(change)] : [name, impactOf(change), tag]
    })
  }
  return { triggers: impactsOf('triggers'), actions: impactsOf('actions'), definitions: impactsOf('definitions') }
}

/** Items of one kind after the import, and those that it keeps although the document changes them. */
type Merged<Item> = {
  readonly after: ReadonlyMap<string, Item>
  readonly kept: { readonly before: ReadonlyMap<string, Item>; readonly after: ReadonlyMap<string, Item> }
  /** Returns true for an item whose former content is not stored. */
  readonly isUnknown: (name: string) => boolean
}

type Kinds = {
  readonly actions: Merged<ReleaseOperation>
  readonly triggers: Merged<ReleaseOperation>
  readonly definitions: Merged<ReleaseDefinition>
}

const mapKinds = (
  { actions, triggers, definitions }: Kinds,
  pick: <Item>(merged: Merged<Item>) => ReadonlyMap<string, Item>,
): Release => ({ actions: pick(actions), triggers: pick(triggers), definitions: pick(definitions) })

/** Returns the release that imports have last applied, from the content and the ledger. */
const releaseBefore = ({ content, ledger }: ComparedRelease): Release => {
  const operations = (kind: ResourceName): Map<string, ReleaseOperation> =>
    new Map(
      [...content[kind]].map(([name, payload]) => {
        const { method = payload.method, path = '', security } = ledger[kind].get(name) ?? {}
        const facts = content.facts?.[kind].get(name) ?? { pointer: '#' }
        return [name, { method, path, payload, ...facts, ...(security !== undefined && { security }) }]
      }),
    )
  const definitions = [...content.definitions].map(([name, definition]): [string, ReleaseDefinition] => {
    const { references = [], pointer } = ledger.definitions.get(name) ?? {}
    return [name, { ...definition, references, ...(pointer !== undefined && { pointer }) }]
  })
  return { actions: operations('actions'), triggers: operations('triggers'), definitions: new Map(definitions) }
}

const mergeResources = (
  kind: ResourceName,
  { plan, changes, ledger, fingerprints }: ComparedRelease,
  before: Release,
  planned: Release,
): Merged<ReleaseOperation> => {
  const filtered = new Set(plan[kind].flatMap(item => (item.isFiltered ? [`${item.method} ${item.path}`] : [])))
  return merge({
    before: before[kind],
    planned: plan[kind].map(({ name, payload }) => ({
      name,
      item: planned[kind].get(name),
      hasPayload: payload !== undefined,
      isApplied: applied => payload !== undefined && applied === fingerprints.ofPayload(payload),
    })),
    decisions: changes[kind],
    // A filter is a choice of the import, not a change of the document.
    removals: changes.removals[kind].filter(
      ({ change, method, path }) => change === 'remove' || !filtered.has(`${method} ${path}`),
    ),
    appliedOf: name => ledger[kind].get(name)?.applied,
    // Equal parts need no comparison.
    reuse: (item, former) => ({ ...item, ...(former.payload && { payload: former.payload }) }),
    applyOutside: (former, { security = [], facts = {} }) =>
      isSameSecurity(former.security, security) && sameJson(former.facts ?? facts, facts)
        ? former
        : { ...former, security, facts },
  })
}

const mergeDefinitions = (
  { plan, changes, ledger, fingerprints }: ComparedRelease,
  before: Release,
  planned: Release,
): Merged<ReleaseDefinition> =>
  merge({
    before: before.definitions,
    planned: plan.definitions.map(definition => ({
      name: definition.name,
      item: planned.definitions.get(definition.name),
      hasPayload: true,
      isApplied: applied => applied === fingerprints.ofDefinition(definition),
    })),
    decisions: changes.definitions,
    removals: [...changes.removals.definitions.flat(), ...changes.removals.keptDefinitions],
    appliedOf: name => ledger.definitions.get(name)?.applied,
    reuse: (item, { content }) => ({ ...item, content }),
    applyOutside: former => former,
  })

type Merging<Item> = {
  readonly before: ReadonlyMap<string, Item>
  readonly planned: readonly {
    readonly name: string
    /** Absent if a filter excludes it. */
    readonly item: Item | undefined
    readonly hasPayload: boolean
    /** Returns true if the fingerprint is that of the item. */
    readonly isApplied: (applied: string) => boolean
  }[]
  readonly decisions: readonly Decision[]
  readonly removals: readonly Removal[]
  /** Returns the fingerprint in the ledger. */
  readonly appliedOf: (name: string) => string | undefined
  /** Returns the planned item with the equal content of the former one. */
  readonly reuse: (item: Item, former: Item) => Item
  /** Returns the former item with what the platform does not store of the planned one; the former item itself if it is equal. */
  readonly applyOutside: (former: Item, item: Item) => Item
}

const merge = <Item>(merging: Merging<Item>): Merged<Item> => {
  const { before, planned, decisions, removals, appliedOf, reuse, applyOutside } = merging
  const after = new Map<string, Item>()
  const kept = { before: new Map<string, Item>(), after: new Map<string, Item>() }
  const gone = new Set<string>()
  const unknown = new Set<string>()
  const keep = (name: string): void => {
    const former = before.get(name)
    if (former !== undefined) kept.before.set(name, former)
  }
  for (const [i, { name, item, hasPayload, isApplied }] of planned.entries()) {
    const { change = 'skip', renamedFrom: from = name, unread } = decisions[i] ?? {}
    const applied = appliedOf(from)
    const former = before.get(from)
    if (applied !== undefined && former === undefined) unknown.add(name)
    if (item === undefined || !hasPayload) continue
    const isSame = applied !== undefined && isApplied(applied)
    if (change === 'create' || change === 'update' || change === 'unchanged') {
      gone.add(from)
      after.set(name, isSame && former !== undefined ? reuse(item, former) : item)
    } else if (change === 'keep' && unread === undefined && former !== undefined) {
      const applied = applyOutside(former, item)
      if (!isSame || (applied !== former && from !== name)) {
        keep(from)
        kept.after.set(name, item)
      } else if (applied !== former) after.set(name, applied)
    }
  }
  for (const { name, change, unread } of removals) {
    if (change === 'remove') gone.add(name)
    else if (unread === undefined) keep(name)
    if (appliedOf(name) !== undefined && !before.has(name)) unknown.add(name)
  }
  for (const [name, item] of before) if (!gone.has(name) && !after.has(name)) after.set(name, item)
  return { after, kept, isUnknown: name => unknown.has(name) }
}
