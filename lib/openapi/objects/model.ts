import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Located, Location } from '../../json/location.ts'
import type { Mapping } from '../../json/mapping.ts'

/** Operation in a form that all versions of OpenAPI share. Schemas are located in the document, not copied. */
export type Operation = {
  /** Upper case. */
  readonly method: string
  /** The key in the Paths Object. */
  readonly path: string
  readonly at: Location
  readonly operationId?: string | undefined
  readonly summary?: string | undefined
  readonly description?: string | undefined
  readonly deprecated: boolean
  readonly tags: readonly string[]
  readonly externalDocs?: { readonly url: string; readonly description?: string | undefined } | undefined
  /** Servers of the operation, or of its path item; undefined if neither has any. */
  readonly servers?: readonly Server[] | undefined
  /** Parameters of the operation, and those of its path item that it does not override. */
  readonly parameters: readonly Parameter[]
  readonly body?: RequestBody | undefined
  readonly responses: readonly Response[]
  /** Its own security requirements, unread; the value is undefined if those of the document apply. */
  readonly security: Located
  readonly problems: readonly Diagnostic[]
}

/** One alternative of `security`: scopes by the name of the scheme, all of which are required. Empty: no authentication. */
export type SecurityRequirement = { readonly at: Location; readonly schemes: ReadonlyMap<string, readonly string[]> }

/** Security scheme in the form of 3.x. */
export type SecurityScheme = {
  /** Its name in the document. */
  readonly name: string
  readonly at: Location
  readonly type: string
  readonly description?: string | undefined
  readonly isDeprecated: boolean
  /** Name and location of the parameter of an `apiKey`. */
  readonly parameter?: string | undefined
  readonly in?: string | undefined
  /** Scheme of `http`, in lower case. */
  readonly httpScheme?: string | undefined
  readonly bearerFormat?: string | undefined
  readonly openIdConnectUrl?: string | undefined
  readonly flows: readonly OAuthFlow[]
}

/** Flow of OAuth 2.0; URLs can be relative. */
export type OAuthFlow = {
  /** Name of 3.x: `authorizationCode`. */
  readonly name: string
  readonly at: Location
  readonly authorizationUrl?: string | undefined
  readonly tokenUrl?: string | undefined
  readonly refreshUrl?: string | undefined
  readonly deviceAuthorizationUrl?: string | undefined
  /** Descriptions by name. */
  readonly scopes: ReadonlyMap<string, string>
}

/** Server with its variables replaced; `url` can be relative. */
export type Server = {
  readonly url: string
  readonly at: Location
  /** URL before the replacement, and the variables in it; absent if it has none. */
  readonly template?: string
  readonly variables?: ReadonlyMap<string, ServerVariable>
}

/** Variable of a server. */
export type ServerVariable = {
  /** Default, or the first allowed value. */
  readonly value: string | undefined
  /** Values of its `enum`; empty if any value is allowed. */
  readonly allowed: readonly string[]
  readonly description?: string | undefined
}

/** Parameter in the form of 3.x. */
export type Parameter = {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly deprecated: boolean
  readonly description?: string | undefined
  /** Undefined if `content` describes the value. In 2.0 the parameter itself is its schema. */
  readonly schema?: Located | undefined
  readonly content?: MediaType | undefined
  /** Serialization of arrays and objects, as a style of 3.x. */
  readonly style: string
  readonly explode: boolean
  /** True if reserved characters of the value are not percent-encoded. */
  readonly allowReserved?: boolean | undefined
  /** True if a query parameter can have no value. */
  readonly allowEmptyValue?: boolean | undefined
  /** Expression of a path parameter in the path, if it has a pattern or a modifier: `{id:[0-9]+}`. */
  readonly expression?: string
  /** Value of the first example. */
  readonly example?: unknown
  /** Object that this parameter is a property of; OpenAPI does not define the serialization of objects in it. */
  readonly propertyOf?: Parameter
  /** The same object for all parameters of equal content, whose results differ in locations only. */
  readonly alike?: object | undefined
  readonly at: Location
}

/** Media type of a body, response or parameter. */
export type MediaType = {
  /** Name as in the document, type and subtype in lower case. */
  readonly name: string
  readonly schema?: Located | undefined
  /** Encoding Objects by property of a form. */
  readonly encoding?: Located<Mapping> | undefined
  /** The Media Type Object itself; undefined in 2.0. */
  readonly object?: Located<Mapping> | undefined
  readonly at: Location
}

/** Request body with its media types. */
export type RequestBody = {
  readonly required: boolean
  readonly description?: string | undefined
  readonly content: readonly MediaType[]
  /** Location of the body, or of the component that it refers to. */
  readonly at: Location
}

/** Response of one status. */
export type Response = {
  /** Status code, range in upper case (`2XX`), or `default`. */
  readonly status: number | '1XX' | '2XX' | '3XX' | '4XX' | '5XX' | 'default'
  readonly content: readonly MediaType[]
  readonly at: Location
}
