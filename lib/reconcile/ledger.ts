import * as v from 'valibot'

const ActionEntry = v.object({
  /** Fingerprint of the planned action when it was last applied. */
  applied: v.string(),
  /** Fingerprint of the stored action after that; differs if the platform stores another form. */
  stored: v.string(),
  method: v.string(),
  /** Path in the document. */
  path: v.string(),
})
export type ActionEntry = v.InferOutput<typeof ActionEntry>

const DefinitionEntry = v.object({
  applied: v.string(),
  id: v.string(),
  /** Names of the definitions that it refers to. */
  references: v.array(v.string()),
})
export type DefinitionEntry = v.InferOutput<typeof DefinitionEntry>

/** Last applied state of one target, by name: the common ancestor of the document and the platform. */
export type Ledger = {
  readonly actions: ReadonlyMap<string, ActionEntry>
  readonly definitions: ReadonlyMap<string, DefinitionEntry>
  /** Version that replaced this one, because the platform could not change it. */
  readonly successor?: string
}

export const EMPTY_LEDGER: Ledger = { actions: new Map(), definitions: new Map() }

/** Stored form. Names are values, since a document may have a name like `__proto__`. */
const StoredLedger = v.object({
  schema: v.literal(1),
  actions: v.array(v.tuple([v.string(), ActionEntry])),
  definitions: v.array(v.tuple([v.string(), DefinitionEntry])),
  successor: v.optional(v.string()),
})

/** Parses a stored ledger; undefined if it is damaged. */
export function parseLedger(value: unknown): Ledger | undefined {
  const result = v.safeParse(StoredLedger, value)
  if (!result.success) return undefined
  const { actions, definitions, successor } = result.output
  return { actions: new Map(actions), definitions: new Map(definitions), ...(successor !== undefined && { successor }) }
}

export function serialiseLedger({ actions, definitions, successor }: Ledger): v.InferOutput<typeof StoredLedger> {
  return {
    schema: 1,
    actions: [...actions],
    definitions: [...definitions],
    ...(successor !== undefined && { successor }),
  }
}
