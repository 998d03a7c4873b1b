import type { AuthScheme } from '../../contract/connectors.ts'

/** Way to authenticate that a document describes. */
export type PlannedAuthScheme = {
  /** Identifies it in the document: the name of the security scheme, with its flow for OAuth. */
  readonly key: string
  readonly pointer: string
  /** Never contains a credential. Has no id: that depends on the connector. */
  readonly config: AuthScheme
}
