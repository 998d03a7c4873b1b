import type { ActionCreate, ByName, TriggerCreate } from '../contract/requests.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { UnreadOperations } from '../openapi/objects/unread.ts'
import type { PlannedAuthScheme } from './authentication/planned-auth-scheme.ts'
import type { PlannedConnector } from './connector/planned-connector.ts'

/** Content of an item that is lost, since a reference can't be resolved or a key occurs twice. */
export type LostContent = {
  /** Locations of the lost values, each once. */
  readonly pointers: readonly string[]
  /** Message of the first. */
  readonly reason: string
}

/** Facts about an operation that its payload has no field for; releases are compared by them. */
export type OperationFacts = {
  /** JSON Schemas, as JSON, of parameters whose notes do not describe them completely, by `in` and name. */
  readonly parameters?: readonly (readonly [key: string, schema: string])[]
  /** Encodings other than the default of fields of forms, as JSON. */
  readonly encodings?: readonly (readonly [mediaType: string, field: string, encoding: string])[]
  /** Ranges such as `2XX`, and the statuses of the payload that replace each. */
  readonly ranges?: readonly (readonly [range: string, statuses: readonly number[]])[]
}

/** Result of one operation of the document. Every operation has exactly one. */
type PlannedOperation<Payload> = {
  /** Name of the action or trigger; also set if the operation is skipped. */
  readonly name: string
  /** Upper-case method of the document. */
  readonly method: string
  /** Path in the document: `/users/{id}`; of a trigger, the place of its event. */
  readonly path: string
  readonly pointer: string
  /** First tag of the operation; the report groups by it. Not part of the payload. */
  readonly tag?: string
  /**
   * Alternatives to authenticate, each a sorted list of schemes with their scopes; absent if none is required. Not part of
   * the payload.
   */
  readonly security?: readonly string[]
  /** Not part of the payload; absent if there are none. */
  readonly facts?: OperationFacts
  /** Payload, with definitions linked by name. Absent if the operation is skipped. */
  readonly payload?: Payload
  /** Reason why the operation is skipped; set if and only if `payload` is absent. */
  readonly skipped?: string
  /** True if a filter excludes the operation; `skipped` names it. */
  readonly isFiltered?: boolean
  readonly lost?: LostContent
  readonly problems: readonly Diagnostic[]
}

/** Result of one operation under `paths`. */
export type PlannedAction = PlannedOperation<ActionCreate<ByName>>

/** Result of one event: an operation of a webhook or a callback. The same event has one, however often it is described. */
export type PlannedTrigger = PlannedOperation<TriggerCreate<ByName>>

/** One schema that imported operations refer to. */
export type PlannedDefinition = {
  readonly name: string
  /** Media types of the data that it describes. */
  readonly accept: readonly string[]
  readonly description?: string
  /** JSON Schema 2020-12 as a JSON string; refers to other definitions as `{"$ref":"#/$defs/NAME"}`. */
  readonly content: string
  /** Names of the definitions that `content` refers to, each once, in order of appearance. */
  readonly references: readonly string[]
  readonly lost?: LostContent
  readonly pointer: string
  /** Pointer to where the schema was written, if an overlay has moved it from there. */
  readonly origin?: string
  readonly problems: readonly Diagnostic[]
}

/** Desired state of a connector version, made from a document and options only. */
export type Plan = {
  readonly document: { readonly specification: string; readonly title: string; readonly version: string }
  /** Hosts of the document's servers, in its order; absent without any. */
  readonly hosts?: readonly string[]
  /** In the order of the document. */
  readonly actions: readonly PlannedAction[]
  /** Webhooks in the order of the document, then callbacks. */
  readonly triggers: readonly PlannedTrigger[]
  /** In dependency order: a definition follows those that it refers to, or is in the same request. */
  readonly definitions: readonly PlannedDefinition[]
  /** Connector to create; absent unless the plan is for a connector that does not exist. */
  readonly connector?: PlannedConnector
  /** Ways to authenticate, in the order of the document; absent if authentication is not imported. */
  readonly authSchemes?: readonly PlannedAuthScheme[]
  /** Number of `definitions` in each create request, in order; their sum is `definitions.length`. */
  readonly requests: readonly number[]
  /** Operations that the document names and that can't be read; nothing is known about their absence. */
  readonly unread: readonly UnreadOperations[]
  /** The same for events; `path` is the place of an event. */
  readonly unreadEvents: readonly UnreadOperations[]
  /** Files that imported operations refer to and that could not be read, by name; absent without any. */
  readonly missingFiles?: readonly string[]
  /** Diagnostics of the document as a whole. */
  readonly diagnostics: readonly Diagnostic[]
}
