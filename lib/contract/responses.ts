import * as v from 'valibot'

/**
 * Responses of the Connect API. The schemas check the properties that imports read, and keep all others, because an
 * update sends the complete resource. Empty arrays can be `null`.
 */
const Text = v.pipe(v.string(), v.nonEmpty())
const arrayOf = <Item extends v.GenericSchema>(item: Item) => v.nullable(v.array(item), [])
const optionalArrayOf = <Item extends v.GenericSchema>(item: Item) => v.nullish(v.array(item), [])
const PageInfo = { totalCount: v.optional(v.number()), next: v.nullish(v.string()) }

/** Authentication scheme of a connector. */
export const StoredAuthScheme = v.looseObject({ id: Text, schemeType: Text })
export type StoredAuthScheme = v.InferOutput<typeof StoredAuthScheme>

export const Connector = v.looseObject({
  id: Text,
  protocol: Text,
  name: v.nullish(v.string()),
  baseUrl: v.nullish(v.string()),
  tags: v.fallback(v.nullish(v.record(v.string(), v.array(v.string()))), undefined),
  authSchemeConfigs: v.fallback(v.nullish(v.array(StoredAuthScheme)), undefined),
})
export type Connector = v.InferOutput<typeof Connector>

export const ConnectorPage = v.looseObject({ ...PageInfo, connectors: arrayOf(Connector) })
export type ConnectorPage = v.InferOutput<typeof ConnectorPage>

export const Version = v.looseObject({ id: Text, name: Text, publishedAt: v.nullish(v.string()) })
export type Version = v.InferOutput<typeof Version>

export const VersionPage = v.looseObject({ ...PageInfo, items: arrayOf(Version) })
export type VersionPage = v.InferOutput<typeof VersionPage>

/** Response of `publish`: the published version. */
export const Published = v.looseObject({ version: Version })

/** Validation error or warning of the platform for a stored action or trigger. */
export const ActionProblem = v.looseObject({
  field: v.optional(v.string(), ''),
  message: v.string(),
  severity: v.fallback(v.picklist(['error', 'warning']), 'error'),
})
export type ActionProblem = v.InferOutput<typeof ActionProblem>

/** Stored action or trigger. `errors`: absent or null if it was not validated, empty if it is valid. */
export const Action = v.looseObject({ id: Text, name: Text, errors: v.nullish(v.array(ActionProblem)) })
export type Action = v.InferOutput<typeof Action>

/** Pages of actions and triggers, with their items under one name. */
export const ResourcePages = {
  actions: v.pipe(
    v.looseObject({ ...PageInfo, actions: arrayOf(Action) }),
    v.transform(({ actions, ...page }) => ({ ...page, items: actions ?? [] })),
  ),
  triggers: v.pipe(
    v.looseObject({ ...PageInfo, triggers: arrayOf(Action) }),
    v.transform(({ triggers, ...page }) => ({ ...page, items: triggers ?? [] })),
  ),
}

/** Stored definition. `url` is the URL of its schema. */
export const Definition = v.looseObject({ id: Text, name: Text, url: Text, accept: optionalArrayOf(v.string()) })
export type Definition = v.InferOutput<typeof Definition>

export const Definitions = v.looseObject({ definitions: arrayOf(Definition) })
export const DefinitionPage = v.looseObject({ ...PageInfo, definitions: arrayOf(Definition) })
export type DefinitionPage = v.InferOutput<typeof DefinitionPage>

/** JSON Schema: an object or a boolean. */
export const JsonSchema = v.pipe(
  v.unknown(),
  // v.record accepts arrays.
  v.check(value => !Array.isArray(value)),
  v.union([v.record(v.string(), v.unknown()), v.boolean()]),
)
export type JsonSchema = v.InferOutput<typeof JsonSchema>

export const ErrorBody = v.looseObject({
  code: v.string(),
  message: v.string(),
  fields: optionalArrayOf(v.looseObject({ field: v.string(), message: v.string() })),
  /** Reason of the error, if `message` is only its title. */
  details: v.fallback(v.optional(v.string(), ''), ''),
})
export type ErrorBody = v.InferOutput<typeof ErrorBody>

/** Response of operations without a result; its body is ignored. */
export const NoContent = v.pipe(
  v.unknown(),
  v.transform((): void => {}),
)
