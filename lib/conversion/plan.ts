import type { ActionCreate, ByName } from '../contract/requests.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'

/** What one operation of the document becomes. Every operation has exactly one. */
export type PlannedAction = {
  /** The action's name, also where the operation is skipped. */
  readonly name: string
  /** Upper-case method, as in the document. */
  readonly method: string
  /** The path as the document has it: `/users/{id}`. */
  readonly path: string
  readonly pointer: string
  /** The payload, with its definitions linked by name. Absent where the operation is left out. */
  readonly payload?: ActionCreate<ByName>
  /** Why the operation is left out; set exactly where `payload` is absent. */
  readonly skipped?: string
  readonly problems: readonly Diagnostic[]
}

/** One schema that imported operations reach. */
export type PlannedDefinition = {
  readonly name: string
  /** The media types of the data that it describes. */
  readonly accept: readonly string[]
  readonly description?: string
  /** JSON Schema 2020-12 as text; other definitions are referred to as `{"$ref":"#/$defs/NAME"}`. */
  readonly content: string
  /** Names of the definitions that `content` refers to, each once, in order of appearance. */
  readonly references: readonly string[]
  readonly pointer: string
  readonly problems: readonly Diagnostic[]
}

/** The desired state of a connector version, made from a document and options alone. */
export type Plan = {
  readonly document: { readonly specification: string; readonly title: string; readonly version: string }
  /** In the document's order. */
  readonly actions: readonly PlannedAction[]
  /** In dependency order: what a definition refers to stands before it or in the same request. */
  readonly definitions: readonly PlannedDefinition[]
  /** How many of `definitions` each create request takes, in order; their sum is `definitions.length`. */
  readonly requests: readonly number[]
  /** What concerns the document as a whole. */
  readonly diagnostics: readonly Diagnostic[]
}
