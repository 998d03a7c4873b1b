import * as v from 'valibot'

/** Locations of the content that was lost when the item was last applied; absent if it was complete. */
const lost = v.optional(v.array(v.string()))

/** Present name of a renamed item, if a person has decided to keep it on the platform under its former name. */
const keptAs = v.optional(v.string())

const ResourceEntry = v.object({
  /** Fingerprint of the planned action or trigger that was last applied. */
  applied: v.string(),
  /** Fingerprint of the stored one after that; differs if the platform stores a value in another form. */
  stored: v.string(),
  method: v.string(),
  /** The path in the document; of a trigger, the place of its event. */
  path: v.string(),
  /** Alternatives to authenticate of the planned one; absent in the entries of earlier versions. */
  security: v.optional(v.array(v.string())),
  /** Identifies the facts that the payload has no field for; absent if there are none. */
  facts: v.optional(v.string()),
  lost,
  keptAs,
})
export type ResourceEntry = v.InferOutput<typeof ResourceEntry>

const DefinitionEntry = v.object({
  applied: v.string(),
  id: v.string(),
  /** Location in the document; absent in the entries of earlier versions. */
  pointer: v.optional(v.string()),
  /** Names of the definitions that it refers to. */
  references: v.array(v.string()),
  lost,
  keptAs,
})
export type DefinitionEntry = v.InferOutput<typeof DefinitionEntry>

/** State that imports have last applied to one target, by name: the common ancestor of document and platform. */
export type Ledger = {
  readonly actions: ReadonlyMap<string, ResourceEntry>
  readonly triggers: ReadonlyMap<string, ResourceEntry>
  readonly definitions: ReadonlyMap<string, DefinitionEntry>
  /** The version that took this one's place, because the platform could not change it. */
  readonly successor?: string
  /** Title of the document that was last imported; absent in ledgers of earlier versions. */
  readonly title?: string
  /** Hosts of the servers of the last document that had any; absent in ledgers of earlier versions. */
  readonly hosts?: readonly string[]
  /** True if the content of the entries is stored as well; absent in ledgers of earlier versions. */
  readonly hasContent?: true
}

export const EMPTY_LEDGER: Ledger = { actions: new Map(), triggers: new Map(), definitions: new Map() }

/** Stored form. Names are array items, since a document may use a name like `__proto__`. */
const StoredLedger = v.object({
  schema: v.literal(1),
  actions: v.array(v.tuple([v.string(), ResourceEntry])),
  /** Absent in a ledger from before there were triggers. */
  triggers: v.optional(v.array(v.tuple([v.string(), ResourceEntry])), []),
  definitions: v.array(v.tuple([v.string(), DefinitionEntry])),
  successor: v.optional(v.string()),
  title: v.optional(v.string()),
  hosts: v.optional(v.array(v.string())),
  hasContent: v.optional(v.literal(true)),
})

/** Parses a stored ledger; undefined if it is damaged. */
export function parseLedger(value: unknown): Ledger | undefined {
  const result = v.safeParse(StoredLedger, value)
  if (!result.success) return undefined
  const { actions, triggers, definitions, successor, title, hosts, hasContent } = result.output
  return {
    actions: new Map(actions),
    triggers: new Map(triggers),
    definitions: new Map(definitions),
    ...(successor !== undefined && { successor }),
    ...(title !== undefined && { title }),
    ...(hosts !== undefined && { hosts }),
    ...(hasContent && { hasContent }),
  }
}

/** Converts a ledger to its stored form. */
export function serialiseLedger({
  actions,
  triggers,
  definitions,
  successor,
  title,
  hosts,
  hasContent,
}: Ledger): v.InferOutput<typeof StoredLedger> {
  return {
    schema: 1,
    actions: [...actions],
    triggers: [...triggers],
    definitions: [...definitions],
    ...(successor !== undefined && { successor }),
    ...(title !== undefined && { title }),
    ...(hosts !== undefined && { hosts: [...hosts] }),
    ...(hasContent && { hasContent }),
  }
}
