import type { ByName, ResourceName, TriggerCreate } from '../../contract/requests.ts'
import type { OperationFacts, Plan, PlannedDefinition } from '../../conversion/plan.ts'
import { sha256 } from '../../util/hash.ts'
import { fingerprintPlanned, fingerprintResource } from '../compare/fingerprint.ts'
import type { Ledger, ResourceEntry } from './ledger.ts'

/** Content of one action or trigger: the payload with definitions linked by name. An action has a path as well. */
export type AppliedResource = TriggerCreate<ByName>

/** Content of one definition. */
export type AppliedDefinition = Pick<PlannedDefinition, 'accept' | 'description' | 'content'>

/** Facts about the operation of an action or trigger that are not part of its payload. */
export type AppliedFacts = {
  readonly pointer: string
  readonly tag?: string
  /** Absent in the content of earlier releases. */
  readonly facts?: OperationFacts
}

/**
 * Content that imports have last applied to one target, by name: that of the ledger's entries. Entries that an earlier
 * release wrote have none.
 */
export type AppliedContent = Readonly<Record<ResourceName, ReadonlyMap<string, AppliedResource>>> & {
  readonly definitions: ReadonlyMap<string, AppliedDefinition>
  /** Facts by name; those that an earlier release wrote are absent. */
  readonly facts?: Readonly<Record<ResourceName, ReadonlyMap<string, AppliedFacts>>>
  /** Identifies the entries of the ledger that it was written for. */
  readonly entries?: string
}

/** Kinds of items that have content. */
export type ContentKind = ResourceName | 'definitions'

/** Selects the items whose content is needed. */
export type IsWanted = (kind: ContentKind, name: string) => boolean

/** Stored form. Names are array items, since a document may use a name like `__proto__`. */
export type StoredContent = {
  readonly schema: 1
  readonly actions: readonly (readonly [string, AppliedResource])[]
  readonly triggers: readonly (readonly [string, AppliedResource])[]
  readonly definitions: readonly (readonly [string, AppliedDefinition])[]
  /** Absent in the content of earlier releases. */
  readonly facts?: Readonly<Record<ResourceName, readonly (readonly [string, AppliedFacts])[]>>
  /** Absent in the content of earlier releases. */
  readonly entries?: string
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null

/** Parses the wanted part of stored content; undefined if it is damaged. */
export function parseContent(value: unknown, isWanted: IsWanted): AppliedContent | undefined {
  if (!isObject(value) || (value as { schema?: unknown }).schema !== 1) return undefined
  const stored = value as Readonly<Record<string, unknown>>
  const read = <T>(kind: ContentKind, entries: unknown): Map<string, T> | undefined => {
    const isValid =
      Array.isArray(entries) &&
      entries.every(entry => Array.isArray(entry) && typeof entry[0] === 'string' && isObject(entry[1]))
    return isValid ? new Map(entries.filter(([name]) => isWanted(kind, name))) : undefined
  }
  const actions = read<AppliedResource>('actions', stored.actions)
  const triggers = read<AppliedResource>('triggers', stored.triggers)
  const definitions = read<AppliedDefinition>('definitions', stored.definitions)
  const ofKinds = isObject(stored.facts) ? (stored.facts as Readonly<Record<string, unknown>>) : {}
  const facts = {
    actions: read<AppliedFacts>('actions', ofKinds.actions),
    triggers: read<AppliedFacts>('triggers', ofKinds.triggers),
  }
  const known = facts.actions && facts.triggers && { actions: facts.actions, triggers: facts.triggers }
  if (!actions || !triggers || !definitions) return undefined
  const entries = typeof stored.entries === 'string' && { entries: stored.entries }
  return { actions, triggers, definitions, ...(known && { facts: known }), ...entries }
}

/** Converts content to its stored form. Copies no payload. */
export function serialiseContent({ actions, triggers, definitions, facts, entries }: AppliedContent): StoredContent {
  return {
    schema: 1,
    actions: [...actions],
    triggers: [...triggers],
    definitions: [...definitions],
    ...(facts && { facts: { actions: [...facts.actions], triggers: [...facts.triggers] } }),
    ...(entries !== undefined && { entries }),
  }
}

/** Ledgers before and after an import. */
export type LedgerStep = { readonly before: Ledger; readonly next: Ledger }

const KINDS = ['actions', 'triggers', 'definitions'] as const satisfies readonly ContentKind[]

/** Identifies the entries of a ledger, in any order, by their names and fingerprints. */
const identifyEntries = (ledger: Ledger): string =>
  sha256(
    JSON.stringify(KINDS.map(kind => [...ledger[kind]].map(([name, { applied }]) => `${applied} ${name}`).sort())),
  ).slice(0, 32)

/** Returns true for the content of exactly the ledger's entries: it is not older, newer, or that of another target. */
export function isContentOf(ledger: Ledger, content: AppliedContent): boolean {
  if (content.entries !== undefined) return content.entries === identifyEntries(ledger)
  // That of an earlier release names no entries: it is identified item by item.
  const within = contentWithin(ledger, content)
  return KINDS.every(kind => within[kind].size === ledger[kind].size && content[kind].size === ledger[kind].size)
}

/** Returns the part of a content that the ledger's entries identify, item by item. */
export function contentWithin(ledger: Ledger, content: AppliedContent): AppliedContent {
  const within = <T>(kind: ContentKind, items: ReadonlyMap<string, T>, isApplied: (name: string) => boolean) =>
    new Map([...items].filter(([name]) => ledger[kind].has(name) && isApplied(name)))
  const resources = (kind: ResourceName) =>
    within(kind, content[kind], name => isAppliedResource(ledger[kind].get(name), content[kind].get(name)))
  const kept = { actions: resources('actions'), triggers: resources('triggers') }
  const factsOf = (kind: ResourceName, facts: ReadonlyMap<string, AppliedFacts>) =>
    within(kind, facts, name => kept[kind].has(name))
  return {
    ...kept,
    definitions: within('definitions', content.definitions, name =>
      isAppliedDefinition(ledger.definitions.get(name), content.definitions.get(name)),
    ),
    ...(content.facts && {
      facts: {
        actions: factsOf('actions', content.facts.actions),
        triggers: factsOf('triggers', content.facts.triggers),
      },
    }),
  }
}

type Entry = { readonly applied: string }

/** Returns true for the content of an action or trigger that the ledger's entry identifies. */
export function isAppliedResource(entry: Entry | undefined, content: AppliedResource | undefined): boolean {
  return entry !== undefined && content !== undefined && fingerprintResource(content) === entry.applied
}

/** Returns true for the content of a definition that the ledger's entry identifies; false if it is damaged. */
export function isAppliedDefinition(entry: Entry | undefined, content: AppliedDefinition | undefined): boolean {
  if (entry === undefined || content === undefined) return false
  try {
    return fingerprintPlanned(content) === entry.applied
  } catch {
    return false
  }
}

/** Returns true if an import has left an entry of the ledger as it was. */
export function isKept({ before, next }: LedgerStep, kind: ContentKind, name: string): boolean {
  const entry = next[kind].get(name)
  return entry !== undefined && entry === before[kind].get(name)
}

/** Returns true if an import has left any entry as it was: only their content must be read. */
export function keepsSome(ledgers: LedgerStep): boolean {
  return KINDS.some(kind => ledgers.next[kind].keys().some(name => isKept(ledgers, kind, name)))
}

type Identified = ReadonlyMap<string, Pick<ResourceEntry, 'applied' | 'facts'>>
type Entries = readonly [former: Identified, entries: Identified]

/** Returns true if an entry was added or removed, or identifies another content. */
export function hasNewContent({ before, next }: LedgerStep): boolean {
  return KINDS.some(kind => {
    const [former, entries]: Entries = [before[kind], next[kind]]
    return (
      former.size !== entries.size ||
      entries.entries().some(([name, { applied, facts }]) => {
        const entry = former.get(name)
        return entry?.applied !== applied || entry.facts !== facts
      })
    )
  })
}

/** Returns the content after an import, of all entries of the next ledger. Entries that the import has not applied keep theirs. */
export function nextContent(ledgers: LedgerStep, plan: Plan, earlier: AppliedContent | undefined): AppliedContent {
  const contentOf = <T>(kind: ContentKind, planned: ReadonlyMap<string, T>, kept?: ReadonlyMap<string, T>) =>
    new Map(
      [...ledgers.next[kind]].flatMap(([name, entry]) => {
        const content = isKept(ledgers, kind, name) ? kept?.get(name) : planned.get(entry.keptAs ?? name)
        return content === undefined ? [] : [[name, content] as const]
      }),
    )
  const payloads = (kind: ResourceName) =>
    new Map(plan[kind].flatMap(({ name, payload }) => (payload === undefined ? [] : [[name, payload] as const])))
  // The plan of an interrupted import that an earlier release made: no facts are not the same as unknown ones.
  const unstated = plan.connection === undefined && plan.hosts === undefined ? undefined : {}
  const factsOf = (kind: ResourceName) =>
    new Map(
      plan[kind].map(({ name, pointer, tag, facts = unstated }) => {
        return [name, { pointer, ...(tag !== undefined && { tag }), ...(facts && { facts }) }] as const
      }),
    )
  const definitions = plan.definitions.map(({ name, accept, description, content }) => {
    return [name, { accept, ...(description !== undefined && { description }), content }] as const
  })
  return {
    actions: contentOf<AppliedResource>('actions', payloads('actions'), earlier?.actions),
    triggers: contentOf<AppliedResource>('triggers', payloads('triggers'), earlier?.triggers),
    definitions: contentOf<AppliedDefinition>('definitions', new Map(definitions), earlier?.definitions),
    facts: {
      actions: contentOf<AppliedFacts>('actions', factsOf('actions'), earlier?.facts?.actions),
      triggers: contentOf<AppliedFacts>('triggers', factsOf('triggers'), earlier?.facts?.triggers),
    },
    entries: identifyEntries(ledgers.next),
  }
}
