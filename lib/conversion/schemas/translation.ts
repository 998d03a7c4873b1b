import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Omissions } from '../../diagnostics/omissions.ts'
import type { Location } from '../../json/location.ts'
import type { Dialect } from '../../openapi/objects/version.ts'
import type { Resolver } from '../../openapi/references/resolver.ts'
import type { FindSubtypes } from './subtypes.ts'

/** JSON Schema 2020-12 object. */
export type Schema = Record<string, unknown>

/** Context for translating the schemas of one definition. */
export type Translation = {
  readonly dialect: Dialect
  readonly problems: Diagnostic[]
  readonly resolver: Resolver
  /** Set inside a schema that is inlined from another location. */
  readonly isElsewhere?: boolean
  /** Counts of keywords that definitions do not support. */
  readonly leftOut: Omissions
  /** Sets `key` to the reference to a definition once its name is known; returns false if `ref` is not resolved. */
  readonly link: (ref: string, from: Location, into: Schema, key: string) => boolean
  /** Finds the component schemas that extend a schema by `allOf`. */
  readonly subtypesOf: FindSubtypes
  /** Returns the reference for the name of a component schema of the root document, or else of the file. */
  readonly componentReference: (
    name: string,
    file: string,
  ) => { readonly ref: string; readonly from: Location } | undefined
}
