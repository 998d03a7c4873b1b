import type { Located } from '../../json/location.ts'
import type { Query } from '../path/json-path.ts'
import type { Version } from './check-object.ts'

/** Parsed file of an overlay. */
export type OverlayFile = {
  /** Name in the document's folder. */
  readonly name: string
  /** Value with the types as written, so that a number is not a string. */
  readonly written: unknown
  /** Value with the numbers of YAML as strings where OpenAPI requires strings. */
  readonly value: unknown
}

/** Action of an overlay with its location in the file. */
export type Action = {
  readonly at: Located['at']
  readonly target: Query
  /** Target as written. */
  readonly path: string
  readonly remove: boolean
  readonly update?: Located
  readonly copy?: Query
}

/** Valid overlay. */
export type Overlay = {
  readonly name: string
  /** Version of the Overlay Specification. */
  readonly version: Version
  readonly extends?: string
  /** URI of the overlay itself (`$self`), which `extends` is relative to. */
  readonly self?: string
  readonly actions: readonly Action[]
}
