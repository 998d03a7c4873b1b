/** Request bodies of the Connect API, as its published contract defines them. */

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE'] as const
export type HttpMethod = (typeof HTTP_METHODS)[number]

export type ParameterLocation = 'cookie' | 'header' | 'path' | 'query'
export type ParameterType = 'string' | 'number' | 'integer' | 'boolean'

export type ActionParameter = {
  name: string
  in: ParameterLocation
  required: boolean
  type: ParameterType
  default?: string | number | boolean
}

/** Link to a definition: by name in a plan, by id in a request. */
export type DefinitionLink<Ref> = { definition: Ref }
export type ByName = { name: string }
export type ById = { id: string }

export type ActionRequestBody<Ref> = { required: boolean; definitions: DefinitionLink<Ref>[] }
/** Response of an action; the default response has no `status`. */
export type ActionResponse<Ref> = { status?: number; definitions: DefinitionLink<Ref>[] }

/** `TriggerCreate` of the contract: an action without a path, since the platform gives the URL. */
export type TriggerCreate<Ref = ById> = {
  type: 'http'
  name: string
  summary?: string
  description?: string
  method: HttpMethod
  /** In the query, a header or a cookie. */
  parameters: ActionParameter[]
  requestBody?: ActionRequestBody<Ref>
  responses: ActionResponse<Ref>[]
}

/** `ActionCreate` of the contract. */
export type ActionCreate<Ref = ById> = TriggerCreate<Ref> & { path: string }

/** `DefinitionsCreateDefinition` of the contract; `schema.content` is a serialised JSON Schema. */
export type DefinitionCreate = {
  name: string
  accept: string[]
  description?: string
  schema: { contentType: 'application/schema+json'; content: string }
}

/** `DefinitionsCreate` of the contract. Definitions in one request can refer to each other with `#/$defs/NAME`. */
export type DefinitionsCreate = { definitions: DefinitionCreate[] }

/** Resources of a connector version that have the same fields, apart from the path of an action: the segment of their URL. */
export const RESOURCES = ['actions', 'triggers'] as const
export type ResourceName = (typeof RESOURCES)[number]

/** Patterns of the contract for names; triggers have that of actions. */
export const ACTION_NAME = /^[a-zA-Z0-9_\-$]+$/
export const DEFINITION_NAME = /^[a-zA-Z0-9_-]+$/
/** Version names that resolve to published versions, which can be read, but not imported into. */
export const RESERVED_VERSIONS = ['latest', 'default'] as const
