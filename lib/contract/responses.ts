import * as v from 'valibot'

/**
 * The answers of the Connect API, as far as they are read: strict about that, and open to everything else,
 * which is kept because an update sends the whole resource back. An empty list may be `null`.
 */
const Text = v.pipe(v.string(), v.nonEmpty())
const list = <Item extends v.GenericSchema>(item: Item) => v.nullable(v.array(item), [])
const optionalList = <Item extends v.GenericSchema>(item: Item) => v.nullish(v.array(item), [])
const PageInfo = { totalCount: v.optional(v.number()), next: v.nullish(v.string()) }

export const Connector = v.looseObject({ id: Text, protocol: Text, baseUrl: v.nullish(v.string()) })
export type Connector = v.InferOutput<typeof Connector>

export const Version = v.looseObject({ id: Text, name: Text, publishedAt: v.nullish(v.string()) })
export type Version = v.InferOutput<typeof Version>

export const VersionPage = v.looseObject({ ...PageInfo, items: list(Version) })
export type VersionPage = v.InferOutput<typeof VersionPage>

/** `publish` answers with the version as it is then. */
export const Published = v.looseObject({ version: Version })

/** What the platform found when it validated an action that it stored. */
export const ActionProblem = v.looseObject({
  field: v.optional(v.string(), ''),
  message: v.string(),
  severity: v.fallback(v.picklist(['error', 'warning']), 'error'),
})
export type ActionProblem = v.InferOutput<typeof ActionProblem>

/** A stored action. `errors`: absent means not validated, empty means valid. */
export const Action = v.looseObject({ id: Text, name: Text, errors: v.nullish(v.array(ActionProblem)) })
export type Action = v.InferOutput<typeof Action>

export const ActionPage = v.looseObject({ ...PageInfo, actions: list(Action) })
export type ActionPage = v.InferOutput<typeof ActionPage>

/** A stored definition; its schema lies behind `url`. */
export const Definition = v.looseObject({ id: Text, name: Text, url: Text, accept: optionalList(v.string()) })
export type Definition = v.InferOutput<typeof Definition>

export const Definitions = v.looseObject({ definitions: list(Definition) })
export const DefinitionPage = v.looseObject({ ...PageInfo, definitions: list(Definition) })
export type DefinitionPage = v.InferOutput<typeof DefinitionPage>

/** A JSON Schema: an object or a boolean. */
export const JsonSchema = v.pipe(
  v.unknown(),
  // valibot takes an array for a record.
  v.check(value => !Array.isArray(value)),
  v.union([v.record(v.string(), v.unknown()), v.boolean()]),
)
export type JsonSchema = v.InferOutput<typeof JsonSchema>

export const ErrorBody = v.looseObject({
  code: v.string(),
  message: v.string(),
  fields: optionalList(v.looseObject({ field: v.string(), message: v.string() })),
})
export type ErrorBody = v.InferOutput<typeof ErrorBody>

/** For operations that answer with nothing: whatever comes is dropped. */
export const NoContent = v.pipe(
  v.unknown(),
  v.transform((): void => {}),
)
