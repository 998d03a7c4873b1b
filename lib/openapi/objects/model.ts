import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Located, Location } from '../../json/location.ts'
import type { Mapping } from '../../json/mapping.ts'

/** One operation as every dialect describes it in the end. Schemas stay where they are: they are located, not copied. */
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
  /** The servers of the operation or else of its path item, where one of them names any. */
  readonly servers?: readonly Server[] | undefined
  /** Path item's and operation's merged, the operation's winning. */
  readonly parameters: readonly Parameter[]
  readonly body?: RequestBody | undefined
  readonly responses: readonly Response[]
  readonly problems: readonly Diagnostic[]
}

/** A server's URL with its variables filled in; relative where the document has it so. */
export type Server = { readonly url: string; readonly at: Location }

export type Parameter = {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly deprecated: boolean
  readonly description?: string | undefined
  /** Absent where `content` describes the value. In 2.0 the parameter itself is its schema. */
  readonly schema?: Located | undefined
  readonly content?: MediaType | undefined
  /** How arrays and objects are written, as 3.x names it. */
  readonly style: string
  readonly explode: boolean
  /** Reserved characters of the value are sent as they are. */
  readonly allowReserved?: boolean | undefined
  /** A query parameter may be there without a value. */
  readonly allowEmptyValue?: boolean | undefined
  readonly at: Location
}

export type MediaType = {
  /** As in the document, type and subtype in lower case. */
  readonly name: string
  readonly schema?: Located | undefined
  /** How the properties of a form are written, where the document says so. Encoding Object by property. */
  readonly encoding?: Located<Mapping> | undefined
  readonly at: Location
}

export type RequestBody = {
  readonly required: boolean
  readonly description?: string | undefined
  readonly content: readonly MediaType[]
  /** The component that holds the body, where a reference led there. */
  readonly at: Location
}

export type Response = {
  /** A status code, a range in upper case (`2XX`), or `default`. */
  readonly status: number | '1XX' | '2XX' | '3XX' | '4XX' | '5XX' | 'default'
  readonly content: readonly MediaType[]
  readonly at: Location
}
