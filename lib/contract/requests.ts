/** The request payloads of the Connect API that an import sends, as its published contract defines them. */

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

/** A link to a definition: by name while planned, by id once the platform has given one. */
export type DefinitionLink<Ref> = { definition: Ref }
export type ByName = { name: string }
export type ById = { id: string }

export type ActionRequestBody<Ref> = { required: boolean; definitions: DefinitionLink<Ref>[] }
/** Without `status` it is the default response. */
export type ActionResponse<Ref> = { status?: number; definitions: DefinitionLink<Ref>[] }

/** `ActionCreate` of the contract. */
export type ActionCreate<Ref = ById> = {
  type: 'http'
  name: string
  summary?: string
  description?: string
  method: HttpMethod
  path: string
  parameters: ActionParameter[]
  requestBody?: ActionRequestBody<Ref>
  responses: ActionResponse<Ref>[]
}

/** `DefinitionsCreateDefinition` of the contract; `schema.content` is a JSON Schema as text. */
export type DefinitionCreate = {
  name: string
  accept: string[]
  description?: string
  schema: { contentType: 'application/schema+json'; content: string }
}

/** `DefinitionsCreate` of the contract: definitions of one request may refer to each other by `#/$defs/NAME`. */
export type DefinitionsCreate = { definitions: DefinitionCreate[] }

export const ACTION_NAME = /^[a-zA-Z0-9_\-$]+$/
export const DEFINITION_NAME = /^[a-zA-Z0-9_-]+$/
/** Version names that resolve to published versions: they can be read from, never imported into. */
export const RESERVED_VERSIONS = ['latest', 'default'] as const
