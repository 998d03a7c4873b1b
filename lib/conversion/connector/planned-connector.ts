import type { ConnectionVariable } from '../../contract/connectors.ts'

/** Connector to create for a document, without its authentication, which is `authSchemes` of the plan. */
export type PlannedConnector = {
  readonly name: string
  /** Complete URL; may have placeholders for connection variables. */
  readonly baseUrl: string
  /** Never has a credential: values are defaults of server variables. */
  readonly connectionVariables: readonly ConnectionVariable[]
  /** Names of the document's tags. */
  readonly tags: readonly string[]
}

/** Spelling of a placeholder for a connection variable in a base URL. */
export type Placeholder = '{{name}}' | '{{ conn.name }}' | '{{ .conn.name }}' | '{name}'

/** Options for planning a connector. */
export type ConnectorOptions = {
  /** Name of the connector; default: the title of the document. */
  readonly name?: string
  /** Name of the connector if the document has no title. */
  readonly fallbackName: string
  readonly placeholder: Placeholder
}
