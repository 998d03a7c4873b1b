import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Omissions } from '../../diagnostics/omissions.ts'
import type { Location } from '../../json/location.ts'
import type { Dialect } from '../../openapi/objects/version.ts'
import type { Resolver } from '../../openapi/references/resolver.ts'

/** JSON Schema 2020-12, as it is put together. */
export type Schema = Record<string, unknown>

/** What translating the schemas of one definition needs at hand. */
export type Translation = {
  readonly dialect: Dialect
  readonly problems: Diagnostic[]
  readonly resolver: Resolver
  /** Whether a schema is written out that stands in a mapping elsewhere. */
  readonly isElsewhere?: boolean
  /** What no definition has a place for, of all schemas. */
  readonly leftOut: Omissions
  /** Puts the reference to a definition under `key` once its name is known; false where the text leads nowhere. */
  readonly link: (ref: string, from: Location, into: Schema, key: string) => boolean
  /** The reference that a component schema's name stands for, in any file: names are those of the root document. */
  readonly componentReference: (name: string) => { readonly ref: string; readonly from: Location } | undefined
}
